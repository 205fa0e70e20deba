//! The process in which strangers' files are read: what it answers, how little it may hold, and
//! that a file which ends it ends nothing else.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use crate::samples::{Sheet, picture};

/// The most that a reading process may hold, in kilobytes.
const MOST: u64 = 512 << 10;

/// A process that reads files, spoken to as `readers.rs` speaks to it.
pub struct Reader {
    child: Child,
    ask: ChildStdin,
    told: BufReader<ChildStdout>,
}

impl Reader {
    pub fn new() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_juanzong"))
            .arg("read-for-juanzong")
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (ask, told) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { child, ask, told: BufReader::new(told) }
    }

    /// What it says of a file; `None` if that ended it.
    pub fn read(&mut self, path: &Path) -> Option<serde_json::Value> {
        let name: &OsStr = path.as_os_str();
        writeln!(self.ask, "{}", hex::encode(name.as_encoded_bytes())).ok()?;
        let mut line = String::new();
        self.told.read_line(&mut line).ok()?;
        serde_json::from_str(&line).ok()
    }

    /// The most that it held until now, in kilobytes; `None` where the system does not say.
    pub fn peak(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|l| l.starts_with("VmHWM"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The codes in an answer.
pub fn codes(answer: &serde_json::Value) -> Vec<String> {
    let findings = answer["Read"]["findings"].as_array().unwrap();
    findings.iter().map(|f| f[0].as_str().unwrap().to_string()).collect()
}

/// A PDF of these objects: the first is the catalogue.
fn raw(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n").into_bytes());
        out.extend_from_slice(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).into_bytes());
    places.iter().for_each(|at| out.extend(format!("{at:010} 00000 n \n").into_bytes()));
    let size = places.len() + 1;
    let end = format!("trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    out.extend(end.into_bytes());
    out
}

pub fn pages(count: usize, size: &str, more: Vec<u8>) -> Vec<u8> {
    let kids: String = (0..count).map(|n| format!("{} 0 R ", n + 5)).collect();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Count {count}/Kids[{kids}]/MediaBox[0 0 {size}]>>").into_bytes(),
        b"<</Length 13>>stream\n0 0 m 9 9 l S\nendstream".to_vec(),
        more,
    ];
    let page = b"<</Type/Page/Parent 2 0 R/Contents 3 0 R>>".to_vec();
    objects.extend(std::iter::repeat_n(page, count));
    raw(&objects)
}

#[test]
fn large_and_strange_files_are_read_right_or_refused_clearly() {
    let folder = tempfile::tempdir().unwrap();
    let mut reader = Reader::new();
    let mut read = |bytes: &[u8], pages: Option<u64>, expected: &[&str]| {
        let path = folder.path().join("名 称");
        std::fs::write(&path, bytes).unwrap();
        let answer = reader.read(&path).expect("it ended the reader");
        assert_eq!(answer["Read"]["pages"].as_u64(), pages, "{answer}");
        assert_eq!(codes(&answer), expected, "{answer}");
        if let Some(peak) = reader.peak() {
            assert!(peak < MOST, "{peak} KB held");
        }
    };
    let nothing = || b"null".to_vec();
    read(&pages(1, "2384 3370", nothing()), Some(1), &[]);
    read(&pages(1, "14 14", nothing()), Some(1), &[]);
    read(&pages(10_000, "595 842", nothing()), Some(10_000), &[]);
    read(&pages(50_001, "595 842", nothing()), None, &["assemble.too-large"]);
    let deep = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    read(&pages(1, "595 842", deep), Some(1), &[]);
    // A JPEG passes whatever its size, as far as its sides are sane; what has to be unpacked does not.
    let mut jpeg = picture(image::ImageFormat::Jpeg, 640, 480);
    let frame = jpeg.windows(4).position(|w| w == [0xFF, 0xC0, 0, 17]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x75, 0x30, 0x75, 0x30]);
    read(&jpeg, Some(1), &[]);
    jpeg[frame + 5] = 0x76;
    read(&jpeg, None, &["assemble.too-large"]);
    let mut png = picture(image::ImageFormat::Png, 64, 64);
    png[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let sum = crc32fast::hash(&png[12..29]).to_be_bytes();
    png[29..33].copy_from_slice(&sum);
    read(&png, None, &["assemble.too-large"]);
}

#[test]
fn two_gigabytes_of_nothing_are_refused_unread() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.pdf");
    std::fs::write(&path, Sheet::new().bytes()).unwrap();
    std::fs::File::options().write(true).open(&path).unwrap().set_len(2 << 30).unwrap();
    let begun = Instant::now();
    let answer = Reader::new().read(&path).unwrap();
    assert_eq!(codes(&answer), ["assemble.too-large"]);
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_that_wants_more_memory_than_there_is_ends_the_reader_and_not_the_machine() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.pdf");
    // 24 million numbers, each of which takes a parser many times its two octets.
    let numbers = [b"[".to_vec(), b"0 ".repeat(24_000_000), b"]".to_vec()].concat();
    std::fs::write(&path, pages(1, "595 842", numbers)).unwrap();
    let mut reader = Reader::new();
    let watched = reader.child.id();
    let peak = std::thread::spawn(move || {
        let mut peak = 0;
        while let Ok(status) = std::fs::read_to_string(format!("/proc/{watched}/status")) {
            let line = status.lines().find(|l| l.starts_with("VmHWM"));
            let now = line.and_then(|l| l.split_whitespace().nth(1)?.parse().ok());
            let Some(now) = now else { break };
            peak = now;
            std::thread::sleep(Duration::from_millis(1));
        }
        peak
    });
    assert_eq!(reader.read(&path), None);
    drop(reader);
    let peak: u64 = peak.join().unwrap();
    assert!(peak > 100 << 10 && peak < MOST, "{peak} KB held");
}
