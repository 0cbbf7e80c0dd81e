//! Articles inside archives.

use newshound_ingest::{Options, read};

use crate::Folder;

#[test]
fn archives_are_read_where_they_lie() {
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let out = "../out.txt";
    for (name, text) in [
        ("a/1.txt", "One\n\nText."),
        ("b.jsonl", r#"{"id": "2", "title": "Two", "body": "Text."}"#),
        (out, "Out\n\nText."),
    ] {
        let mut header = tar::Header::new_ustar();
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(text.len() as u64);
        header.set_entry_type(tar::EntryType::Regular);
        header.set_cksum();
        tar.append(&header, text.as_bytes()).unwrap();
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    }
    let tar = tar.into_inner().unwrap().finish().unwrap();
    let zip = zip.finish().unwrap().into_inner();
    for (name, bytes) in [("news.tar.gz", &tar), ("news.zip", &zip)] {
        let folder = Folder::new(name, &[(name, bytes)]);
        let import = read(&[&folder.0], &Options::default());
        assert_eq!(
            import.articles.iter().map(|article| article.id.as_str()).collect::<Vec<_>>(),
            ["a/1", "2"],
            "{name}"
        );
        let expect = format!(
            "{name}/{out}: the name leads out of the archive; skipped; pack the archive again, with relative names"
        );
        assert_eq!(folder.problems(&import)[0], expect);
        let small = Options { max_unpacked_bytes: 20, ..Options::default() };
        let import = read(&[&folder.0], &small);
        assert!(
            import.problems.iter().any(|problem| problem.to_string().contains("more than the limit")),
            "{name}: {:?}",
            import.problems
        );
    }
}

#[test]
fn members_of_a_zip_that_are_not_deflated_are_told_and_the_others_read() {
    let methods = [(9, "Deflate64"), (12, "Bzip2"), (14, "Lzma"), (93, "Zstd"), (95, "Xz"), (97, "Unknown")];
    for (number, name) in methods {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for file in ["1.txt", "2.txt"] {
            zip.start_file(file, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut zip, b"One\n\nText.").unwrap();
        }
        let mut bytes = zip.finish().unwrap().into_inner();
        // The method stands in the header before a member, and again in the directory at the end.
        for (signature, at) in [(b"PK\x03\x04", 8), (b"PK\x01\x02", 10)] {
            let header = bytes.windows(4).position(|window| window == signature).unwrap();
            bytes[header + at] = number;
        }
        let folder = Folder::new(&format!("zip-{number}"), &[("news.zip", &bytes)]);
        let import = read(&[&folder.0], &Options::default());
        assert_eq!(import.articles.iter().map(|article| article.id.as_str()).collect::<Vec<_>>(), ["2"]);
        let expect = format!("news.zip/1.txt: it is compressed with {name}, which is not read; skipped; pack the");
        assert!(folder.problems(&import)[0].starts_with(&expect), "{:?}", import.problems);
    }
}
