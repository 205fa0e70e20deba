//! D. The bag: files and lists changed after packing, by somebody without a key.

use std::collections::BTreeMap;

use juanzong::base::digest::Digest;

use crate::collection::{Attack, attack, told};
use crate::workshop::{
    CASE, FILING, Files, Given, MINUTES, PHOTO, clean, contents, edit, relist, relisted, swapped,
};

fn put(name: &'static str, bytes: &'static [u8]) -> impl Fn(&mut Files) {
    move |files| drop(files.insert(name.into(), bytes.to_vec()))
}

fn remove(name: &'static str) -> impl Fn(&mut Files) {
    move |files| drop(files.remove(name).unwrap())
}

/// The payload manifest written otherwise, and listed as it then is.
fn manifest(write: impl Fn(&str) -> String) -> Given {
    swapped(|files| {
        let text = String::from_utf8(files["manifest-sha256.txt"].clone()).unwrap();
        files.insert("manifest-sha256.txt".into(), write(&text).into_bytes());
        let tags: String = files
            .iter()
            .filter(|(n, _)| !n.starts_with("data/") && !n.starts_with("tagmanifest-"))
            .map(|(n, b)| format!("{}  {n}\n", Digest::sha256(b)))
            .collect();
        files.insert("tagmanifest-sha256.txt".into(), tags.into_bytes());
    })
}

/// The clean package unpacked, and bent.
fn unpacked(bend: impl Fn(&mut Given)) -> Given {
    let made = clean();
    let mut given = Given::trusting(Vec::new(), &made.rings);
    given.folder = contents(&made);
    bend(&mut given);
    given
}

/// Somebody else's bag, checked as one.
fn plain(files: &[(&str, &str)]) -> Given {
    let folder: BTreeMap<String, Vec<u8>> =
        files.iter().map(|(n, t)| ((*n).to_owned(), t.as_bytes().to_vec())).collect();
    Given { folder, arguments: vec!["--bag-only"], ..Given::default() }
}

const DECLARED: (&str, &str) =
    ("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
const LIST: (&str, &str) = ("manifest-md5.txt", "0cc175b9c0f1b6a831c399e269772661  data/a\n");

pub const ATTACKS: &[Attack] = &[
    attack(
        "169-document-changed",
        &["package.payload-mismatch"],
        "trust.md D55; RFC 8493 §2.1.3",
        "One octet is added to a document; the lists are as they were.",
        || swapped(|files| files.get_mut(MINUTES).unwrap().push(b'!')),
    ),
    attack(
        "170-document-removed",
        &["package.payload-missing"],
        "trust.md D55; libdigidocpp ASiC_E.cpp:133",
        "A document that the manifest lists is gone.",
        || swapped(remove(PHOTO)),
    ),
    attack(
        "171-document-added",
        &["package.unlisted-file"],
        "trust.md D55; open-eid/SiVa#18",
        "A document that no manifest lists is in the package, in the folder of an item.",
        || swapped(put("data/01-申请书/补充.pdf", b"x")),
    ),
    attack(
        "172-tag-file-changed",
        &["package.tag-mismatch"],
        "trust.md D55; RFC 8493 §2.2.1",
        "The list of received evidence is changed; the lists are as they were.",
        || swapped(put("evidence.toml", b"# nothing was received\n")),
    ),
    attack(
        "173-list-removed",
        &["package.tag-missing"],
        "trust.md D56; LibraryOfCongress/bagger#56",
        "The tag manifest is removed; by the bag's own rules it is optional, and the bag would still be \
         valid.",
        || swapped(remove("tagmanifest-sha256.txt")),
    ),
    attack(
        "174-seals-removed",
        &["package.filing-seal-missing", "seal.no-opening"],
        "trust.md D56",
        "All seals are removed and the lists are written anew: a package that was never sealed.",
        || relisted(|files| files.retain(|name, _| !name.starts_with("seals/"))),
    ),
    attack(
        "175-filing-seal-cannot-be-read",
        &["package.filing-seal-missing"],
        "trust.md D56",
        "The filing seal lacks a field, so that it is no seal; every list is written anew. A verifier that \
         passes over what it cannot read would take the seal before it for the last.",
        || {
            let made = clean();
            let mut files = contents(&made);
            // A seal of the greatest number that is no seal; told where the bag is checked.
            let bytes = files[&format!("{FILING}.json")].clone();
            let text = String::from_utf8(bytes).unwrap().replace("\"outcome\":\"done\",", "");
            files.insert(format!("{FILING}.json"), text.into_bytes());
            relist(&mut files);
            let zip = crate::kit::zip(&crate::workshop::entries(&files));
            Given::trusting(zip, &made.rings)
        },
    ),
    attack(
        "176-file-that-nobody-sealed",
        &["package.unsealed-file"],
        "trust.md D55",
        "A file is added among the key rings and to every list, and checked as a bag: the lists agree with \
         it. The filing seal does not name it.",
        || {
            let mut given = relisted(put("keyring/0002.json.bak", b"x"));
            given.arguments = vec!["--bag-only"];
            given
        },
    ),
    attack(
        "177-file-that-no-package-has",
        &["package.unknown-tag-file"],
        "trust.md D55",
        "A web page lies at the top of the package, with a picture of a good report.",
        || swapped(put("report.html", b"<h1>PASSED</h1>")),
    ),
    attack(
        "178-files-to-be-fetched",
        &["package.unknown-tag-file"],
        "packaging.md: Allow-Fetch.txt false; wellcomecollection/platform#3744",
        "A fetch.txt asks the reader to fetch a document from elsewhere.",
        || swapped(put("fetch.txt", b"http://invalid.example/x - data/01-x/x.pdf\n")),
    ),
    attack(
        "179-list-of-another-algorithm",
        &["package.unknown-algorithm"],
        "packaging.md: a wrong manifest-sm3.txt is ignored without any warning",
        "An MD5 manifest with wrong digests is added. A reader that knows only MD5 would go by it.",
        || swapped(put("manifest-md5.txt", b"00000000000000000000000000000000  data/x\n")),
    ),
    attack(
        "180-readme-changed",
        &["package.determined-differs"],
        "trust.md D54; libdigidocpp#375",
        "README.txt tells the reader to run another script.",
        || relisted(put("README.txt", b"sh verify-new.sh\n")),
    ),
    attack(
        "181-script-changed",
        &["package.determined-differs"],
        "trust.md D54",
        "verify.sh, which a careful person runs, says that everything is right.",
        || relisted(put("verify.sh", b"#!/bin/sh\necho PASSED\nexit 0\n")),
    ),
    attack(
        "182-signers-changed",
        &["package.determined-differs"],
        "trust.md D54",
        "allowed_signers, which ssh-keygen is given, has one more key.",
        || {
            relisted(|files| {
                let key = crate::world::secret(66).public().ssh();
                let line = format!("p-0007 namespaces=\"review@juanzong.example\" {key}\n");
                files.get_mut("allowed_signers").unwrap().extend(line.into_bytes());
            })
        },
    ),
    attack(
        "183-number-of-files-changed",
        &["package.determined-differs"],
        "packaging.md: Oxum right but content swapped",
        "The Payload-Oxum of bag-info.txt says one file fewer.",
        || {
            swapped(|files| {
                let text = String::from_utf8(files["bag-info.txt"].clone()).unwrap();
                let (head, count) = text.trim_end().rsplit_once('.').unwrap();
                let fewer = count.parse::<u32>().unwrap() - 1;
                files.insert("bag-info.txt".into(), format!("{head}.{fewer}\n").into_bytes());
            })
        },
    ),
    attack(
        "184-another-version-of-bags",
        &["package.bag-declaration"],
        "trust.md B25; RFC 8493 §2.1.1",
        "bagit.txt says 0.97, under whose rules a file need not stand in every manifest.",
        || relisted(put("bagit.txt", b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n")),
    ),
    attack(
        "185-space-before-the-colon",
        &["package.bag-declaration"],
        "packaging.md: BagIt conformance bagit-with-invalid-whitespace",
        "A space stands before the colon of bagit.txt.",
        || relisted(put("bagit.txt", b"BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n")),
    ),
    attack(
        "186-line-of-md5sum",
        &["package.manifest-malformed"],
        "packaging.md: binary marker",
        "A line of the manifest has an asterisk before the name, as md5sum writes it: one reader drops it, \
         another looks for a file of that name.",
        || manifest(|text| text.replacen("  ", " *", 1)),
    ),
    attack(
        "187-tabs-in-the-list",
        &["package.manifest-malformed"],
        "artefactual/archivematica#1061",
        "The manifest is divided by tabs. A verifier that reads no line of it has nothing to refuse.",
        || manifest(|text| text.replace("  ", "\t")),
    ),
    attack(
        "188-empty-list",
        &["package.manifest-malformed"],
        "style.md: vacuous success",
        "The manifest is empty: every file that it lists is right.",
        || manifest(|_| String::new()),
    ),
    attack(
        "189-file-listed-twice",
        &["package.manifest-malformed"],
        "packaging.md: BagIt conformance same-filename-listed-twice",
        "A file stands in the manifest twice, with two digests; readers keep the first or the last.",
        || {
            manifest(|text| {
                let (first, rest) = text.split_once('\n').unwrap();
                let (digest, name) = first.split_at(64);
                let other: String = digest.chars().rev().collect();
                format!("{first}\n{other}{name}\n{rest}")
            })
        },
    ),
    attack(
        "190-percent-in-a-name",
        &["package.manifest-malformed"],
        "packaging.md: no tool gets % right",
        "A name of the manifest is percent-encoded: tools differ on which file that is.",
        || manifest(|text| text.replacen("data/", "data/%2e%2e/", 1)),
    ),
    attack(
        "191-link-in-the-folder",
        &["package.special-file"],
        "trust.md D52; ZipArchive#471",
        "In the unpacked package a document is a link to a file outside of it. Whoever reads through the \
         link reads what somebody else may change.",
        || {
            unpacked(|given| {
                given.folder.remove(PHOTO);
                given.links.push((PHOTO.into(), "/etc/hostname".into()));
            })
        },
    ),
    attack(
        "192-names-of-one-kind",
        &["package.name-clash"],
        "trust.md D57; electron-builder#7929",
        "Two documents have names that differ in case alone; on Windows one replaces the other when the \
         package is unpacked. Both are listed.",
        || {
            let mut given = relisted(|files| {
                files.insert("data/01-申请书/a.pdf".into(), b"1".to_vec());
                files.insert("data/01-申请书/A.pdf".into(), b"2".to_vec());
            });
            given.arguments = vec!["--bag-only"];
            given
        },
    ),
    told(
        "193-somebody-elses-bag",
        &["package.plain-bag"],
        "RFC 8493",
        "No attack: a bag of somebody else, checked as a bag. That it is valid says nothing about a \
         dossier, and the report says so.",
        || plain(&[DECLARED, LIST, ("data/a", "a")]),
    ),
    told(
        "194-somebody-elses-careless-bag",
        &["package.bag-warning", "package.plain-bag"],
        "RFC 8493; packaging.md: names and encodings",
        "No attack: a bag of somebody else with a file that only systems make.",
        || {
            let list = (
                "manifest-md5.txt",
                "0cc175b9c0f1b6a831c399e269772661  data/a\nd41d8cd98f00b204e9800998ecf8427e  data/Thumbs.db\n",
            );
            plain(&[DECLARED, list, ("data/a", "a"), ("data/Thumbs.db", "")])
        },
    ),
    attack(
        "195-dossier-dressed-as-a-plain-bag",
        &["package.tag-missing"],
        "trust.md D56",
        "The unpacked package without bag-info.txt, README.txt and scripts, every list written anew, checked \
         with --bag-only: it is still a package of ours, and not taken for somebody else's valid bag.",
        || {
            let mut given = unpacked(|given| {
                for name in ["bag-info.txt", "README.txt", "verify.sh", "核验.cmd"] {
                    given.folder.remove(name).unwrap();
                }
                relist(&mut given.folder);
            });
            given.arguments = vec!["--bag-only"];
            given
        },
    ),
    attack(
        "196-bag-in-a-folder-of-another-case",
        &["package.folder-name"],
        "formats.md §6",
        "The zip's folder bears the number of another case.",
        || {
            let made = clean();
            let mut entries = crate::workshop::entries(&contents(&made));
            for entry in &mut entries {
                let name = String::from_utf8(entry.name.clone()).unwrap();
                entry.name = name.replacen(CASE, "LZ-990100-2026Q2-0002", 1).into_bytes();
            }
            Given::trusting(crate::kit::zip(&entries), &made.rings)
        },
    ),
];

#[test]
fn the_lists_of_the_clean_package_are_those_that_relisting_writes() {
    let mut files = contents(&clean());
    let before = files.clone();
    relist(&mut files);
    assert!(files == before);
    edit(&mut files, "evidence.toml", "收到", "没收到");
    relist(&mut files);
    assert!(files["manifest-sha256.txt"] == before["manifest-sha256.txt"]);
    assert!(files["tagmanifest-sha256.txt"] != before["tagmanifest-sha256.txt"]);
}
