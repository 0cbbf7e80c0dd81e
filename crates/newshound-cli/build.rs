//! Puts the prebuilt engine into the command: the files of the folder that `NEWSHOUND_ENGINE` names, or of `engine`
//! beside this script, which the crate has where it is packaged. Without either, the command says how to get one.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=NEWSHOUND_ENGINE");
    let beside = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("engine");
    let named = env::var_os("NEWSHOUND_ENGINE").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    if named.as_ref().is_some_and(|folder| !folder.is_absolute()) {
        return Err("NEWSHOUND_ENGINE must be an absolute path".into());
    }
    // A folder that is not there counts as changed, so that it is seen when it comes.
    let folder = named.unwrap_or(beside);
    println!("cargo::rerun-if-changed={}", folder.display());

    let mut files = Vec::new();
    if folder.is_dir() {
        walk(&folder, "", &mut files)?;
    }
    files.sort();
    let mut source = String::from("&[");
    for (name, path) in files {
        writeln!(source, "({name:?}, include_bytes!({path:?})),")?;
    }
    source.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("engine.rs"), source)?;
    Ok(())
}

fn walk(folder: &Path, below: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.push((name, entry.path()));
        }
    }
    Ok(())
}
