#!/usr/bin/env python3
"""Draws the invented evidence of examples/: scans, photographs, screenshots and reports.

Everything in them is made up. Needs Pillow, Noto Serif CJK and LibreOffice; run it only to change
the example, its output is kept in the repository. Usage: tools/example_evidence.py EXAMPLE_FOLDER
"""
import io, pathlib, random, subprocess, sys, tempfile
from PIL import Image, ImageDraw, ImageFilter, ImageFont

ROOT = pathlib.Path(sys.argv[1]) / "evidence"
SERIF = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
SANS = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
random.seed(20260302)

def font(size, path=SERIF):
    return ImageFont.truetype(path, size, index=2)  # SC

def save(name, image, **options):
    path = ROOT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, **options)

def scan(title, lines, seal):
    """A grey, slightly turned A4 scan at 150 dpi with a red round seal."""
    page = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(page)
    draw.text((620, 190), title, font=font(46), fill="black", anchor="mm")
    y = 300
    for line in lines:
        draw.text((150, y), line, font=font(29), fill=(30, 30, 30))
        y += 58
    draw.ellipse((770, 1330, 1050, 1610), outline=(200, 30, 30), width=7)
    draw.text((910, 1470), seal, font=font(26), fill=(200, 30, 30), anchor="mm")
    draw.text((800, 1640), "2025年11月18日", font=font(29), fill=(30, 30, 30))
    page = page.rotate(random.uniform(-0.6, 0.6), fillcolor="white", resample=Image.BICUBIC)
    return page.filter(ImageFilter.GaussianBlur(0.6))

def photo(seed, clean, caption):
    """A drawn scene that stands for a photograph: shed, silo, conveyor, ground."""
    rng = random.Random(seed)
    img = Image.new("RGB", (1280, 960))
    draw = ImageDraw.Draw(img)
    for y in range(960):
        t = y / 960
        draw.line((0, y, 1280, y), fill=(int(150 + 60 * t), int(180 + 30 * t), int(215 - 30 * t)))
    draw.rectangle((0, 640, 1280, 960), fill=(128, 122, 112))
    draw.polygon([(120, 640), (120, 360), (420, 260), (720, 360), (720, 640)], fill=(176, 182, 188), outline=(90, 95, 100))
    draw.rectangle((300, 470, 520, 640), fill=(70, 78, 88) if clean else (205, 200, 190))
    for x in (800, 930):
        draw.rectangle((x, 330, x + 100, 640), fill=(196, 198, 200), outline=(110, 110, 110))
        draw.polygon([(x, 330), (x + 50, 280), (x + 100, 330)], fill=(180, 182, 184), outline=(110, 110, 110))
    if not clean:
        for _ in range(500):
            x, y = rng.gauss(620, 160), rng.gauss(640, 70)
            r = rng.uniform(4, 20)
            draw.ellipse((x - r, y - r, x + r, y + r), fill=(196, 186, 168))
    for _ in range(9000):
        x, y = rng.randrange(1280), rng.randrange(960)
        p = img.getpixel((x, y)); d = rng.randrange(-14, 15)
        img.putpixel((x, y), tuple(max(0, min(255, c + d)) for c in p))
    draw.rectangle((0, 905, 1280, 960), fill=(20, 20, 20))
    draw.text((24, 932), caption, font=font(28, SANS), fill=(255, 214, 60), anchor="lm")
    return img

def chart(title, unit, limit):
    img = Image.new("RGB", (1400, 800), "white")
    d = ImageDraw.Draw(img)
    d.text((700, 50), title, font=font(34, SANS), fill="black", anchor="mm")
    d.rectangle((110, 110, 1340, 690), outline=(120, 120, 120))
    for i in range(6):
        y = 690 - i * 116
        d.line((110, y, 1340, y), fill=(225, 225, 225))
        d.text((98, y), str(i * 3), font=font(22, SANS), fill="black", anchor="rm")
    y = 690 - limit / 15 * 580
    d.line((110, y, 1340, y), fill=(205, 40, 40), width=3)
    d.text((1330, y - 18), f"限值 {limit} {unit}", font=font(22, SANS), fill=(205, 40, 40), anchor="rm")
    rng, points, v = random.Random(7), [], 5.0
    for i in range(168):
        v = max(2.2, min(8.6, v + rng.uniform(-0.8, 0.8)))
        points.append((110 + i * 1230 / 167, 690 - v / 15 * 580))
    d.line(points, fill=(30, 90, 170), width=3)
    for i in range(8):
        d.text((110 + i * 175, 715), f"2月{16 + i}日", font=font(20, SANS), fill="black", anchor="mm")
    d.text((40, 400), unit, font=font(22, SANS), fill="black", anchor="mm")
    return img

def report(name, title, paragraphs, table):
    """A PDF/A-2b as an enterprise's office software writes it."""
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in table)
    html = f"""<html><head><meta charset="utf-8"><title>{title}</title></head>
    <body style="font-family:Noto Serif CJK SC;font-size:12pt"><p align="center"><font size="5">{title}</font></p>
    {''.join(f'<p>{p}</p>' for p in paragraphs)}<table border="1" cellspacing="0" cellpadding="4" width="100%">{rows}</table></body></html>"""
    with tempfile.TemporaryDirectory() as tmp:
        page = pathlib.Path(tmp) / "page.html"
        page.write_text(html, encoding="utf-8")
        subprocess.run(["soffice", "--headless", "--infilter=HTML (StarWriter)", "--convert-to",
            'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}', "--outdir", tmp, str(page)],
            check=True, capture_output=True)
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((pathlib.Path(tmp) / "page.pdf").read_bytes())

report("app.evid/自行监测报告（2026年1月）.pdf", "自行监测报告（示例）",
    ["受测单位：示例水泥制品有限公司一厂区。", "采样日期：2026年1月15日至16日。本报告为演示用的虚构数据。"],
    [["点位", "项目", "结果（mg/m³）", "限值（mg/m³）"], ["搅拌楼除尘器出口", "颗粒物", "6.2", "10"],
     ["配料仓除尘器出口", "颗粒物", "7.1", "10"], ["厂界上风向", "总悬浮颗粒物", "0.21", "0.50"],
     ["厂界下风向", "总悬浮颗粒物", "0.34", "0.50"]])
report("app.evid/用电量统计（2025年）.pdf", "用电量统计表（示例）",
    ["企业：示例水泥制品有限公司一厂区。单位：千瓦时。本表为演示用的虚构数据。"],
    [["月份", "生产设施", "治污设施"]] + [[f"{m}月", str(41000 + 700 * m), str(5200 + 60 * m)] for m in range(1, 13)])
pages = [scan("环境影响报告表的批复（示例）", ["示例水泥制品有限公司：", "　　你单位报送的年产 20 万立方米水泥制品项目环境", "影响报告表收悉。经研究，同意按报告表所列性质、",
    "规模、地点和环境保护措施建设。", "　　一、落实物料封闭贮存和输送措施。", "　　二、搅拌、配料工序废气经袋式除尘后排放。", "　　三、按规定开展自行监测。"], "示例专用章"),
    scan("附：环境保护措施一览（示例）", ["1. 配料仓：封闭，顶部袋式除尘器。", "2. 搅拌楼：封闭，袋式除尘器，排气筒 15 米。", "3. 骨料库：封闭，地面硬化，喷雾抑尘。", "4. 出入口：车辆清洗装置。"], "示例专用章")]
first, rest = pages[0].convert("L").point(lambda v: 255 if v > 150 else 0).convert("1"), [p.convert("L").point(lambda v: 255 if v > 150 else 0).convert("1") for p in pages[1:]]
save("app.evid/环评批复（扫描件）.tif", first, compression="group4", save_all=True, append_images=rest, dpi=(150, 150))
save("app.evid/排污许可证副本.jpg", scan("排污许可证副本（示例）", ["单位名称：示例水泥制品有限公司", "生产经营场所：一厂区", "行业类别：水泥制品制造（C3021）", "有效期限：2024年6月1日至2029年5月31日", "许可证编号：示例-0001"], "示例专用章"), quality=80, dpi=(150, 150))
save("app.evid/在线监测一周曲线.png", chart("搅拌楼除尘器出口颗粒物小时均值（示例）", "mg/m³", 10), dpi=(120, 120))
exif = Image.Exif(); exif[0x0112] = 6
save("site.evid/骨料库封闭情况.jpg", photo(1, True, "一厂区骨料库 2026-04-10 09:42（示例）"), quality=82)
save("site.evid/搅拌楼除尘器.jpg", photo(2, True, "一厂区搅拌楼 2026-04-10 10:05（示例）").rotate(90, expand=True), quality=82, exif=exif)
save("rect.evid/整改前-卸料口.jpg", photo(3, False, "卸料口整改前 2026-04-10 10:20（示例）"), quality=82)
save("rect.evid/整改后-卸料口.jpg", photo(4, True, "卸料口整改后 2026-04-20 15:10（示例）"), quality=82)
