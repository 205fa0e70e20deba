//! Marks that somebody put on a page and whose look the file leaves to the program that shows it:
//! frames, circles, lines, ink, highlighted and struck words (ISO 32000-1 §12.5.6). A volume takes
//! over what pages look like, so they are drawn from what they say of themselves.

use std::fmt::Write as _;

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

/// Most points of one mark that are drawn.
const MOST_POINTS: usize = 200_000;
/// An arrow's length and half its width, in widths of its line.
const ARROW: (f32, f32) = (5.2, 3.0);
/// How far the middle points of a Bézier curve stand off for a quarter of a circle.
const ROUND: f32 = 0.552_285;

/// A form that draws a mark in the page's own user space; `None` where there is nothing to draw.
pub(crate) fn draw(document: &Document, annotation: &Dictionary) -> Option<Stream> {
    let mark = Mark { document, annotation };
    let subtype = annotation.get_deref(b"Subtype", document).and_then(Object::as_name).ok()?;
    let mut pen = Pen::default();
    let mut multiply = false;
    let _ = write!(pen.out, "{:.3} w {}", mark.width(), mark.dashes());
    match subtype {
        b"Square" | b"Circle" => mark.framed(&mut pen, subtype == b"Circle")?,
        b"Line" => mark.lines(&mut pen, &[mark.numbers(b"L")], false)?,
        b"PolyLine" => mark.lines(&mut pen, &[mark.numbers(b"Vertices")], false)?,
        b"Polygon" => mark.lines(&mut pen, &[mark.numbers(b"Vertices")], true)?,
        b"Ink" => {
            pen.out.push_str("1 J 1 j ");
            mark.lines(&mut pen, &mark.strokes(), false)?;
        }
        b"Highlight" => {
            multiply = true;
            mark.highlight(&mut pen)?;
        }
        b"Underline" | b"StrikeOut" | b"Squiggly" => mark.words(&mut pen, subtype)?,
        _ => return None,
    }
    let [left, bottom, right, top] = pen.bounds?;
    // Lines are as wide as they are beyond the points that they join.
    let rim = mark.width() + 1.0;
    let area = [left - rim, bottom - rim, right + rim, top + rim];
    let mut state = dictionary! { "Type" => "ExtGState" };
    let opacity = mark.number(b"CA").filter(|n| (0.0..1.0).contains(n)).unwrap_or(1.0);
    if opacity < 1.0 {
        state.set("CA", opacity);
        state.set("ca", opacity);
    }
    if multiply {
        state.set("BM", "Multiply");
    }
    let dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Form",
        "BBox" => area.iter().map(|n| (*n).into()).collect::<Vec<Object>>(),
        "Resources" => dictionary! { "ExtGState" => dictionary! { "G" => state } },
    };
    Some(Stream::new(dict, format!("/G gs {}", pen.out).into_bytes()))
}

/// What was drawn so far, and the box around its points.
#[derive(Default)]
struct Pen {
    out: String,
    bounds: Option<[f32; 4]>,
}

impl Pen {
    fn point(&mut self, (x, y): (f32, f32), operator: &str) {
        let [l, b, r, t] = self.bounds.unwrap_or([x, y, x, y]);
        self.bounds = Some([l.min(x), b.min(y), r.max(x), t.max(y)]);
        let _ = write!(self.out, "{x:.3} {y:.3} {operator} ");
    }

    fn curve(&mut self, one: (f32, f32), two: (f32, f32), end: (f32, f32)) {
        let _ = write!(self.out, "{:.3} {:.3} {:.3} {:.3} ", one.0, one.1, two.0, two.1);
        self.point(end, "c");
    }

    fn ellipse(&mut self, [left, bottom, right, top]: [f32; 4]) {
        let (x, y) = ((left + right) / 2.0, (bottom + top) / 2.0);
        let (dx, dy) = ((right - left) / 2.0 * ROUND, (top - bottom) / 2.0 * ROUND);
        self.point((right, y), "m");
        self.curve((right, y + dy), (x + dx, top), (x, top));
        self.curve((x - dx, top), (left, y + dy), (left, y));
        self.curve((left, y - dy), (x - dx, bottom), (x, bottom));
        self.curve((x + dx, bottom), (right, y - dy), (right, y));
        self.out.push_str("h ");
    }
}

struct Mark<'a> {
    document: &'a Document,
    annotation: &'a Dictionary,
}

impl Mark<'_> {
    fn list(&self, value: &Object) -> Vec<f32> {
        let Ok((_, Object::Array(items))) = self.document.dereference(value) else {
            return Vec::new();
        };
        let number = |item: &Object| {
            let (_, item) = self.document.dereference(item).ok()?;
            item.as_float().ok().filter(|n| n.is_finite() && n.abs() < 1e7)
        };
        items.iter().take(MOST_POINTS).map_while(number).collect()
    }

    fn numbers(&self, key: &[u8]) -> Vec<f32> {
        self.annotation.get(key).map(|value| self.list(value)).unwrap_or_default()
    }

    fn number(&self, key: &[u8]) -> Option<f32> {
        self.annotation.get_deref(key, self.document).and_then(Object::as_float).ok()
    }

    fn style(&self) -> Option<&Dictionary> {
        self.annotation.get_deref(b"BS", self.document).and_then(Object::as_dict).ok()
    }

    /// How wide its lines are, in units of the page (§12.5.4).
    fn width(&self) -> f32 {
        let styled = self.style().map(|s| {
            let width = s.get_deref(b"W", self.document).and_then(Object::as_float);
            width.unwrap_or(1.0)
        });
        let width = styled.or_else(|| self.numbers(b"Border").get(2).copied()).unwrap_or(1.0);
        width.clamp(0.0, 200.0)
    }

    fn dashes(&self) -> String {
        let styled = self.style().filter(|s| {
            s.get_deref(b"S", self.document).and_then(Object::as_name).is_ok_and(|n| n == b"D")
        });
        let Some(style) = styled else { return String::new() };
        let lengths = style.get(b"D").map(|d| self.list(d)).unwrap_or_default();
        let lengths = if lengths.is_empty() { vec![3.0] } else { lengths };
        if !lengths.iter().all(|n| *n >= 0.0) || lengths.iter().sum::<f32>() <= 0.0 {
            return String::new();
        }
        let words: Vec<String> = lengths.iter().take(16).map(|n| format!("{n:.2}")).collect();
        format!("[{}] 0 d ", words.join(" "))
    }

    /// A colour as red, green and blue (§12.5.2); `None` where it gives none.
    fn colour(&self, key: &[u8]) -> Option<[f32; 3]> {
        let numbers = self.numbers(key);
        match *numbers.as_slice() {
            [gray] => Some([gray; 3]),
            [r, g, b] => Some([r, g, b]),
            [c, m, y, k] => Some([c, m, y].map(|ink| 1.0 - (ink + k).min(1.0))),
            _ => None,
        }
        .map(|rgb| rgb.map(|n: f32| n.clamp(0.0, 1.0)))
    }

    /// Sets the colour of lines: black where none is given. `None` where it is given as none.
    fn stroke(&self, pen: &mut Pen) -> Option<()> {
        let [r, g, b] = match self.colour(b"C") {
            Some(colour) => colour,
            None if self.annotation.has(b"C") => return None,
            None => [0.0; 3],
        };
        let _ = write!(pen.out, "{r:.3} {g:.3} {b:.3} RG ");
        Some(())
    }

    fn fill(&self, pen: &mut Pen, key: &[u8]) -> Option<()> {
        let [r, g, b] = self.colour(key)?;
        let _ = write!(pen.out, "{r:.3} {g:.3} {b:.3} rg ");
        Some(())
    }

    /// Sets colours, and gives the operator that paints with them.
    fn paint(&self, pen: &mut Pen) -> Option<&'static str> {
        let stroked = self.width() > 0.0 && self.stroke(pen).is_some();
        match (stroked, self.fill(pen, b"IC").is_some()) {
            (true, true) => Some("B "),
            (true, false) => Some("S "),
            (false, true) => Some("f "),
            (false, false) => None,
        }
    }

    fn framed(&self, pen: &mut Pen, round: bool) -> Option<()> {
        let operator = self.paint(pen)?;
        let [a, b, c, d] = *self.numbers(b"Rect").first_chunk()?;
        let inner = match *self.numbers(b"RD").as_slice() {
            [l, b, r, t] => [l, b, r, t],
            _ => [0.0; 4],
        };
        let half = self.width() / 2.0;
        let [dl, db, dr, dt] = inner.map(|n| n.max(0.0) + half);
        let area = [a.min(c) + dl, b.min(d) + db, a.max(c) - dr, b.max(d) - dt];
        let [left, bottom, right, top] = area;
        if right <= left || top <= bottom {
            return None;
        }
        if round {
            pen.ellipse(area);
        } else {
            pen.point((left, bottom), "m");
            for corner in [(right, bottom), (right, top), (left, top)] {
                pen.point(corner, "l");
            }
            pen.out.push_str("h ");
        }
        pen.out.push_str(operator);
        Some(())
    }

    fn strokes(&self) -> Vec<Vec<f32>> {
        let lists = self.annotation.get_deref(b"InkList", self.document).and_then(Object::as_array);
        lists.map(|lists| lists.iter().map(|list| self.list(list)).collect()).unwrap_or_default()
    }

    fn lines(&self, pen: &mut Pen, lines: &[Vec<f32>], closed: bool) -> Option<()> {
        let operator = if closed { self.paint(pen)? } else { "S " };
        if !closed {
            self.stroke(pen)?;
        }
        for line in lines {
            let mut operator = "m";
            for point in line.chunks_exact(2) {
                let [x, y] = *point.first_chunk()?;
                pen.point((x, y), operator);
                operator = "l";
            }
        }
        pen.out.push_str(if closed { "h " } else { "" });
        pen.out.push_str(operator);
        if let ([line], false) = (lines, closed) {
            self.arrows(pen, line);
        }
        Some(())
    }

    /// Arrows at the ends of a line (§12.5.6.7); other endings are left out.
    fn arrows(&self, pen: &mut Pen, line: &[f32]) {
        let Ok(endings) =
            self.annotation.get_deref(b"LE", self.document).and_then(Object::as_array)
        else {
            return;
        };
        let points: Vec<(f32, f32)> = line
            .chunks_exact(2)
            .filter_map(|point| point.first_chunk().map(|[x, y]| (*x, *y)))
            .collect();
        let ends =
            [points.first().zip(points.get(1)), points.last().zip(points.iter().nth_back(1))];
        let filled = self.fill(pen, b"IC").is_some();
        for (ending, end) in endings.iter().zip(ends) {
            let closed = match ending.as_name() {
                Ok(b"ClosedArrow") => true,
                Ok(b"OpenArrow") => false,
                Ok(_) | Err(_) => continue,
            };
            let Some((tip, from)) = end else { continue };
            let (dx, dy) = (from.0 - tip.0, from.1 - tip.1);
            let long = dx.hypot(dy);
            if long <= 0.0 {
                continue;
            }
            let (dx, dy) = (dx / long * self.width(), dy / long * self.width());
            let foot = (tip.0 + dx * ARROW.0, tip.1 + dy * ARROW.0);
            let (across, along) = (-dy * ARROW.1, dx * ARROW.1);
            pen.point((foot.0 + across, foot.1 + along), "m");
            pen.point(*tip, "l");
            pen.point((foot.0 - across, foot.1 - along), "l");
            pen.out.push_str(match (closed, filled) {
                (true, true) => "b ",
                (true, false) => "s ",
                (false, _) => "S ",
            });
        }
    }

    /// The words that are marked: upper left, upper right, lower left, lower right of each. That is
    /// the order that programs write; the standard's figure has another, which none of them keeps.
    fn quads(&self) -> Vec<[(f32, f32); 4]> {
        let numbers = self.numbers(b"QuadPoints");
        let quads = numbers.chunks_exact(8).filter_map(|quad| {
            let [a, b, c, d, e, f, g, h] = *quad.first_chunk()?;
            Some([(a, b), (c, d), (e, f), (g, h)])
        });
        quads.collect()
    }

    fn highlight(&self, pen: &mut Pen) -> Option<()> {
        self.fill(pen, b"C")?;
        for [one, two, three, four] in self.quads() {
            pen.point(one, "m");
            for corner in [two, four, three] {
                pen.point(corner, "l");
            }
            pen.out.push_str("h f ");
        }
        Some(())
    }

    fn words(&self, pen: &mut Pen, kind: &[u8]) -> Option<()> {
        self.stroke(pen)?;
        for [one, two, three, four] in self.quads() {
            let between = |from: (f32, f32), to: (f32, f32), part: f32| {
                (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)
            };
            let up = if kind == b"StrikeOut" { 0.5 } else { 0.08 };
            let (begin, end) = (between(three, one, up), between(four, two, up));
            pen.point(begin, "m");
            if kind == b"Squiggly" {
                let long = (end.0 - begin.0).hypot(end.1 - begin.1);
                let (low, high) = (between(three, one, 0.02), between(three, one, 0.14));
                let (dx, dy) = (high.0 - low.0, high.1 - low.1);
                let teeth = (1..).take_while(|n| (*n as f32) * 2.0 < long).take(5_000);
                for tooth in teeth {
                    let (x, y) = between(begin, end, tooth as f32 * 2.0 / long);
                    let sign = if tooth % 2 == 1 { 0.5 } else { -0.5 };
                    pen.point((x + dx * sign, y + dy * sign), "l");
                }
            }
            pen.point(end, "l");
            pen.out.push_str("S ");
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(annotation: Dictionary) -> Option<String> {
        let form = draw(&Document::with_version("1.7"), &annotation)?;
        Some(String::from_utf8(form.content).unwrap())
    }

    fn numbers(list: &[i64]) -> Object {
        Object::Array(list.iter().map(|n| Object::Integer(*n)).collect())
    }

    #[test]
    fn a_frame_stands_within_its_rectangle_and_is_filled_where_it_says_so() {
        let frame = dictionary! {
            "Subtype" => "Square", "Rect" => numbers(&[110, 210, 10, 10]), "C" => numbers(&[1, 0, 0]),
            "BS" => dictionary! { "W" => 4 }, "CA" => 0.5,
        };
        let ops = drawn(frame.clone()).unwrap();
        assert!(ops.contains("1.000 0.000 0.000 RG 12.000 12.000 m 108.000 12.000 l"), "{ops}");
        assert!(ops.ends_with("h S "));
        let mut filled = frame.clone();
        filled.set("IC", numbers(&[0]));
        assert!(drawn(filled).unwrap().ends_with("h B "));
        let mut nothing = frame;
        nothing.set("C", Object::Array(Vec::new()));
        assert_eq!(drawn(nothing), None);
    }

    #[test]
    fn ink_and_struck_words_are_lines_and_a_highlight_lets_words_through() {
        let ink = dictionary! {
            "Subtype" => "Ink", "InkList" => Object::Array(vec![numbers(&[0, 0, 9, 9, 18, 0])]),
        };
        assert!(drawn(ink).unwrap().contains("0.000 0.000 m 9.000 9.000 l 18.000 0.000 l S"));
        let arrow = dictionary! {
            "Subtype" => "Line", "L" => numbers(&[0, 0, 100, 0]),
            "LE" => vec!["None".into(), "ClosedArrow".into()],
        };
        let arrow = drawn(arrow).unwrap();
        assert!(arrow.ends_with("94.800 -3.000 m 100.000 0.000 l 94.800 3.000 l s "), "{arrow}");
        let quad = [10, 20, 50, 20, 10, 10, 50, 10];
        let struck = dictionary! { "Subtype" => "StrikeOut", "QuadPoints" => numbers(&quad) };
        assert!(drawn(struck).unwrap().contains("10.000 15.000 m 50.000 15.000 l S"));
        let bright = dictionary! {
            "Subtype" => "Highlight", "QuadPoints" => numbers(&quad), "C" => numbers(&[1, 1, 0]),
        };
        let form = draw(&Document::with_version("1.7"), &bright).unwrap();
        let state = format!("{:?}", form.dict.get(b"Resources").unwrap());
        assert!(state.contains("Multiply"), "{state}");
    }

    #[test]
    fn what_has_no_shape_of_its_own_or_no_sense_is_not_drawn() {
        assert_eq!(drawn(dictionary! { "Subtype" => "FreeText" }), None);
        assert_eq!(drawn(dictionary! { "Subtype" => "Ink" }), None);
        assert_eq!(drawn(dictionary! { "Subtype" => "Line", "L" => "x" }), None);
        let huge = dictionary! { "Subtype" => "Line", "L" => vec![f32::MAX.into(), 0.into()] };
        assert_eq!(drawn(huge), None);
    }
}
