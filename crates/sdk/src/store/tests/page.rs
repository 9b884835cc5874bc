use proptest::prelude::{any, proptest};

use super::super::{Key, PageRequest};
use crate::status::{Code, Status};

fn request(token: &str) -> PageRequest {
    PageRequest::parse(10, token, 50, 100).expect("a valid size")
}

fn field(status: &Status) -> String {
    assert_eq!(status.code(), Code::InvalidArgument);
    status.field_violations().into_iter().map(|violation| violation.field).collect()
}

#[test]
fn sizes_are_the_default_the_asked_one_or_the_most() {
    for (asked, size) in [(0, 50), (1, 1), (100, 100), (101, 100), (i32::MAX, 100)] {
        assert_eq!(PageRequest::parse(asked, "", 50, 100).expect("valid").size(), size);
    }
    assert_eq!(field(&PageRequest::parse(-1, "", 50, 100).expect_err("negative")), "page_size");
}

#[test]
fn a_token_belongs_to_its_list() {
    let doors = Key::new("door");
    let token = PageRequest::token_after(&doors, &doors.with("north"));
    assert_eq!(request(&token).after(&doors).expect("valid"), Some(doors.with("north")));
    let status = request(&token).after(&Key::new("window")).expect_err("another list");
    assert_eq!(field(&status), "page_token");
}

#[test]
fn the_first_page_needs_no_token() {
    assert_eq!(request("").after(&Key::new("door")).expect("valid"), None);
}

proptest! {
    #[test]
    fn every_key_survives_its_token(id in any::<String>()) {
        let prefix = Key::new("entity");
        let last = prefix.with(&id);
        let token = PageRequest::token_after(&prefix, &last);
        assert_eq!(request(&token).after(&prefix).expect("valid"), Some(last));
    }

    #[test]
    fn no_text_passes_for_a_token(text in ".{1,64}") {
        assert_eq!(field(&request(&text).after(&Key::new("entity")).expect_err("no token")), "page_token");
    }
}
