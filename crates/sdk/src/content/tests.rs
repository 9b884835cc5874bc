use std::fs;
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use tempfile::TempDir;

use super::{Content, ContentError, ContentFile, ContentSource, Spanned};
use crate::tasks::Tasks;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Moon {
    name: String,
    period_days: Spanned<u32>,
}

fn moons(files: &[ContentFile]) -> Result<Vec<Moon>, ContentError> {
    ContentError::all(files.iter().map(|file| {
        let moon: Moon = file.parse()?;
        if *moon.period_days.get_ref() == 0 {
            return Err(file.error(moon.period_days.span(), "a moon's period is at least 1 day"));
        }
        Ok(moon)
    }))
}

const DEFAULTS: &[(&str, &str)] = &[("luna.toml", "name = 'Luna'\nperiod_days = 28\n")];

fn source(directory: Option<&Path>) -> ContentSource {
    ContentSource::new(directory, "moons", "toml", DEFAULTS)
}

fn directory(files: &[(&str, &str)]) -> TempDir {
    let directory = TempDir::new().expect("a directory");
    for (name, text) in files {
        write(&directory, name, text);
    }
    directory
}

fn write(directory: &TempDir, name: &str, text: &str) {
    let path = directory.path().join("moons").join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
    fs::write(path, text).expect("the file");
}

fn names(content: &Content<Vec<Moon>>) -> Vec<String> {
    content.current().iter().map(|moon| moon.name.clone()).collect()
}

#[test]
fn defaults_are_used_where_there_is_no_folder() {
    let empty = TempDir::new().expect("a directory");
    for source in [source(None), source(Some(empty.path()))] {
        assert_eq!(names(&Content::load(source, moons).expect("valid")), ["Luna"]);
    }
}

#[test]
fn files_take_the_place_of_defaults_in_the_order_of_their_paths() {
    let directory = directory(&[
        ("b.toml", "name = 'B'\nperiod_days = 2"),
        ("far/c.toml", "name = 'C'\nperiod_days = 3"),
        ("a.toml", "name = 'A'\nperiod_days = 1"),
        ("notes.md", "no data"),
    ]);
    assert_eq!(names(&Content::load(source(Some(directory.path())), moons).expect("valid")), ["A", "B", "C"]);
}

#[test]
fn areas_that_refer_to_each_other_are_read_together() {
    let directory = directory(&[("a.toml", "name = 'A'\nperiod_days = 1")]);
    let both =
        source(Some(directory.path())).and(ContentSource::new(Some(directory.path()), "skies", "toml", DEFAULTS));
    let count = |files: &[ContentFile]| {
        Ok(["moons", "skies", "sky"].map(|area| files.iter().filter(|file| file.is_in(area)).count()))
    };
    let content = Content::load(both, count).expect("valid");
    assert_eq!(*content.current(), [1, 1, 0], "the default stands for the area without a folder");
    fs::create_dir(directory.path().join("skies")).expect("the folder");
    content.reload().expect("valid");
    assert_eq!(*content.current(), [1, 0, 0]);
}

#[test]
fn every_problem_is_told_with_file_and_line() {
    let directory = directory(&[
        ("a.toml", "name = 'A'\nperiod_days = 0\n"),
        ("b.toml", "name = 'B'\nperiod_days = 1\ncolour = 'red'\n"),
        ("c.toml", "name = 'C'\nperiod_days = 'long'\n"),
        ("d.toml", "name = \n"),
    ]);
    let error = Content::load(source(Some(directory.path())), moons).map(|_| ()).expect_err("not valid");
    let told = error.to_string();
    let lines: Vec<_> = told.lines().collect();
    assert_eq!(lines.first(), Some(&"moons/a.toml:2:15: a moon's period is at least 1 day"));
    for (line, beginning) in lines.iter().zip([
        "moons/a.toml:2",
        "moons/b.toml:3:1: unknown",
        "moons/c.toml:2:15: invalid type",
        "moons/d.toml:1:",
    ]) {
        assert!(line.starts_with(beginning), "{line} does not begin with {beginning}");
    }
    assert_eq!(lines.len(), 4, "{told}");
}

#[test]
fn content_that_does_not_validate_changes_nothing() {
    let directory = directory(&[("a.toml", "name = 'A'\nperiod_days = 1")]);
    let content = Content::load(source(Some(directory.path())), moons).expect("valid");
    write(&directory, "a.toml", "name = 'B'\nperiod_days = 0");
    content.reload().expect_err("not valid");
    assert_eq!(names(&content), ["A"]);
    write(&directory, "a.toml", "name = 'B'\nperiod_days = 1");
    content.reload().expect("valid");
    assert_eq!(names(&content), ["B"]);
}

#[tokio::test]
async fn changed_files_are_loaded_while_the_service_runs() {
    let directory = directory(&[("a.toml", "name = 'A'\nperiod_days = 1")]);
    let content = Content::load(source(Some(directory.path())), moons).expect("valid");
    let mut changes = content.subscribe();
    let tasks = Tasks::default();
    let follow = content.clone().follow(Duration::from_millis(1), tasks.shutdown().clone());
    tasks.spawn("content", follow, |_| {});

    write(&directory, "b.toml", "name = 'B'\nperiod_days = 2");
    tokio::time::timeout(Duration::from_secs(30), changes.wait_for(|moons| moons.len() == 2))
        .await
        .expect("in time")
        .expect("the content lives");
    assert_eq!(names(&content), ["A", "B"]);
}
