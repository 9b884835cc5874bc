//! Data folders.

use std::fs;
use std::path::Path;

use crate::Fabric;
use crate::embedded::journal::OpenError;
use crate::embedded::{self, EmbeddedConfig};

fn open(directory: &Path) -> Result<Fabric, OpenError> {
    embedded::open(EmbeddedConfig::new(directory))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn refusal(directory: &Path) -> OpenError {
    match open(directory) {
        Ok(_) => panic!("{} was opened", directory.display()),
        Err(error) => error,
    }
}

#[tokio::test]
async fn a_folder_has_one_process_at_a_time() {
    let folder = folder();
    let fabric = open(folder.path()).expect("opened");

    assert!(matches!(refusal(folder.path()), OpenError::Locked { .. }));
    fabric.journals.close().await.expect("closed");
    drop(fabric);

    open(folder.path()).expect("opened again");
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    let folder = folder();
    fs::write(folder.path().join("precious.txt"), "data").expect("written");

    assert!(matches!(refusal(folder.path()), OpenError::Foreign { .. }));

    let names: Vec<_> = fs::read_dir(folder.path()).expect("read").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(names, ["precious.txt"]);
}

#[test]
fn a_folder_of_a_later_version_is_left_alone() {
    let folder = folder();
    drop(open(folder.path()).expect("opened"));
    fs::write(folder.path().join("FORMAT"), "realmwire-data 2\n").expect("written");

    assert!(matches!(refusal(folder.path()), OpenError::Newer { found: 2, supported: 1, .. }));
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = folder();
    let file = folder.path().join("file");
    fs::write(&file, "").expect("written");

    let error = refusal(&file.join("data"));

    assert!(matches!(&error, OpenError::Unusable { path, .. } if path.starts_with(&file)), "{error:?}");
}

#[test]
fn a_store_that_is_no_store_is_corrupt() {
    let folder = folder();
    drop(open(folder.path()).expect("opened"));
    fs::write(folder.path().join("journal.redb"), vec![b'x'; 100_000]).expect("written");

    assert!(matches!(refusal(folder.path()), OpenError::Corrupt { .. }));
}
