use super::*;

#[test]
fn an_id_has_1_to_128_characters_and_no_control_characters() {
    let longest = "é".repeat(NAME_CHARACTERS_MAX);
    for (id, problem) in [
        ("world", None),
        (longest.as_str(), None),
        ("", Some("must not be empty")),
        (&format!("{longest}x"), Some("is longer than 128 characters")),
        ("a\nb", Some("must not hold control characters")),
    ] {
        let wrong = check_id("id", id).err();
        assert_eq!(wrong.map(|wrong| wrong.description).as_deref(), problem, "{id:?}");
    }
    assert_eq!(check_name("id", ""), Ok(()));
}

#[test]
fn an_expectation_is_any_none_or_a_version() {
    let read = |expectation| expected_version("expected_version", Some(&ExpectedVersion { expectation }));
    assert_eq!(read(None), Ok(None));
    assert_eq!(read(Some(Expectation::Absent(true))), Ok(Some(0)));
    assert_eq!(read(Some(Expectation::Version(7))), Ok(Some(7)));
    assert_eq!(read(Some(Expectation::Absent(false))).unwrap_err().field, "expected_version.absent");
    assert_eq!(read(Some(Expectation::Version(0))).unwrap_err().field, "expected_version.version");
}
