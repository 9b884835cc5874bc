use std::collections::BTreeMap;

use http::Method;
use proptest::prelude::*;

use super::*;

/// Routes are named by their templates.
fn router(templates: &[&str]) -> Router<String> {
    let mut router = Router::default();
    for template in templates {
        let parsed = Template::parse(template).unwrap();
        router.insert(&Method::GET, parsed, (*template).to_owned()).unwrap();
    }
    router
}

/// The template that answers `path`, and its captures as `field=value` in order.
fn find(router: &Router<String>, path: &str) -> Option<(String, Vec<String>)> {
    let found = router.find(&Method::GET, path)?;
    let captures = found.captures().map(|(variable, value)| match value {
        Ok(value) => format!("{}={value}", variable.field),
        Err(error) => format!("{}!{error}", variable.field),
    });
    Some((found.route.clone(), captures.collect()))
}

#[track_caller]
fn check(templates: &[&str], path: &str, expected: Option<(&str, &[&str])>) {
    let found = find(&router(templates), path);
    let expected = expected.map(|(template, captures)| {
        (template.to_owned(), captures.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>())
    });
    assert_eq!(found, expected, "{path} in {templates:?}");
}

#[test]
fn templates_match_as_the_http_rule_says() {
    // The examples of google/api/http.proto.
    check(
        &["/v1/{name=messages/*}"],
        "/v1/messages/123456",
        Some(("/v1/{name=messages/*}", &["name=messages/123456"])),
    );
    check(&["/v1/messages/{message_id}"], "/v1/messages/7", Some(("/v1/messages/{message_id}", &["message_id=7"])));
    let both = ["/v1/messages/{message_id}", "/v1/users/{user_id}/messages/{message_id}"];
    check(&both, "/v1/users/me/messages/7", Some((both[1], &["user_id=me", "message_id=7"])));
    // Nested fields, several segments, and the parts before and after.
    check(&["/a/{x.y.z}/b"], "/a/1/b", Some(("/a/{x.y.z}/b", &["x.y.z=1"])));
    check(&["/{a=x/*/y/*}/{b}"], "/x/1/y/2/3", Some(("/{a=x/*/y/*}/{b}", &["a=x/1/y/2", "b=3"])));
    check(&["/v1/{kind=fixed}"], "/v1/fixed", Some(("/v1/{kind=fixed}", &["kind=fixed"])));
    check(&["/v1/*/x"], "/v1/any/x", Some(("/v1/*/x", &[])));
}

#[test]
fn a_path_that_differs_from_the_template_is_not_found() {
    for path in ["/v1", "/v1/", "/v1/a/", "/v1//a", "/v1/a/b", "v1/a", "", "/", "/V1/a", "/v1/a:open"] {
        let expected: Option<(&str, &[&str])> =
            if path == "/v1/a:open" { Some(("/v1/{id}", &["id=a:open"])) } else { None };
        check(&["/v1/{id}"], path, expected);
    }
}

#[test]
fn a_literal_precedes_a_star_and_a_star_precedes_two() {
    let all = ["/v1/{rest=**}", "/v1/{id}", "/v1/list"];
    check(&all, "/v1/list", Some(("/v1/list", &[])));
    check(&all, "/v1/other", Some(("/v1/{id}", &["id=other"])));
    check(&all, "/v1/other/deep", Some(("/v1/{rest=**}", &["rest=other/deep"])));
    check(&all, "/v1", Some(("/v1/{rest=**}", &["rest="])));
}

#[test]
fn a_dead_end_is_left_for_the_next_best() {
    let all = ["/a/b/c", "/a/{x}/d", "/{rest=**}"];
    check(&all, "/a/b/c", Some(("/a/b/c", &[])));
    check(&all, "/a/b/d", Some(("/a/{x}/d", &["x=b"])));
    check(&all, "/a/b/e", Some(("/{rest=**}", &["rest=a/b/e"])));
}

#[test]
fn two_stars_can_stand_at_the_beginning_in_the_middle_and_at_the_end() {
    check(&["/v1/{p=**}/end"], "/v1/a/b/end", Some(("/v1/{p=**}/end", &["p=a/b"])));
    check(&["/v1/{p=**}/end"], "/v1/end", Some(("/v1/{p=**}/end", &["p="])));
    check(&["/v1/{p=**}/end"], "/v1/end/end", Some(("/v1/{p=**}/end", &["p=end"])));
    check(&["/v1/{p=**}/end"], "/v1/a/b", None);
    check(&["/{p=**}/x/{q}"], "/x/1/x/2", Some(("/{p=**}/x/{q}", &["p=x/1", "q=2"])));
    check(&["/{a}/**"], "/1", Some(("/{a}/**", &["a=1"])));
    check(&["/{a}/**/{b}"], "/1/2", Some(("/{a}/**/{b}", &["a=1", "b=2"])));
    check(&["/{a=x/**/y}/{b}"], "/x/1/2/y/3", Some(("/{a=x/**/y}/{b}", &["a=x/1/2/y", "b=3"])));
}

#[test]
fn a_verb_is_the_text_after_the_last_colon_of_the_last_segment() {
    let all = ["/v1/{name=shelves/*}:open", "/v1/{name=shelves/*}", "/v1/{name=**}:open"];
    check(&all, "/v1/shelves/1:open", Some((all[0], &["name=shelves/1"])));
    check(&all, "/v1/shelves/1", Some((all[1], &["name=shelves/1"])));
    check(&all, "/v1/shelves/1:shut", Some((all[1], &["name=shelves/1:shut"])));
    check(&all, "/v1/shelves/a:b:open", Some((all[0], &["name=shelves/a:b"])));
    check(&all, "/v1/shelves/1%3Aopen", Some((all[1], &["name=shelves/1:open"])));
    check(&all, "/v1/shelves:open/1", None);
    check(&all, "/v1/a/b/c:open", Some((all[2], &["name=a/b/c"])));
    check(&["/v1/x:do"], "/v1/x:do", Some(("/v1/x:do", &[])));
}

#[test]
fn a_path_with_a_verb_is_that_operation_to_every_method() {
    let mut router = Router::default();
    for (method, template) in [(Method::GET, "/v1/{id}"), (Method::POST, "/v1/{id}:open")] {
        router.insert(&method, Template::parse(template).unwrap(), template.to_owned()).unwrap();
    }
    assert_eq!(router.allowed("/v1/door:open"), [Method::POST]);
    assert_eq!(find(&router, "/v1/door:open"), None);
    // An id that holds a colon is written with its code, or has no verb after it.
    assert_eq!(find(&router, "/v1/door%3Aopen").unwrap().1, ["id=door:open"]);
    assert_eq!(find(&router, "/v1/door:shut").unwrap().1, ["id=door:shut"]);
}

#[test]
fn one_segment_is_decoded_fully_and_several_keep_the_slash() {
    check(&["/v1/{id}"], "/v1/a%2Fb%20c+d%C3%A9", Some(("/v1/{id}", &["id=a/b c+dé"])));
    check(&["/v1/{id=**}"], "/v1/a%2Fb/c%2fd%20e", Some(("/v1/{id=**}", &["id=a%2Fb/c%2fd e"])));
    check(&["/v1/{id=x/*}"], "/v1/x/a%2Fb", Some(("/v1/{id=x/*}", &["id=x/a%2Fb"])));
    check(&["/v1/caf%C3%A9/{id}"], "/v1/caf%c3%a9/1", Some(("/v1/caf%C3%A9/{id}", &["id=1"])));
    for bad in ["/v1/%", "/v1/%2", "/v1/%zz"] {
        let wrong: &[&str] = &["id!a % is not followed by two hexadecimal digits"];
        check(&["/v1/{id}"], bad, Some(("/v1/{id}", wrong)));
    }
    let wrong: &[&str] = &["id!the decoded text is not valid UTF-8"];
    check(&["/v1/{id}"], "/v1/%ff", Some(("/v1/{id}", wrong)));
}

#[test]
fn malformed_templates_are_refused_with_the_place() {
    for (template, message) in [
        ("", "at character 1: expected '/'"),
        ("v1", "at character 1: expected '/'"),
        ("/", "at character 2: a segment is empty"),
        ("/v1/", "at character 5: a segment is empty"),
        ("/v1//a", "at character 5: a segment is empty"),
        ("/v1/{a", "at character 7: expected '}'"),
        ("/v1/{}", "at character 6: a field name is a letter or _, then letters, digits and _"),
        ("/v1/{1a}", "at character 6: a field name is a letter or _, then letters, digits and _"),
        ("/v1/{a.}", "at character 8: a field name is a letter or _, then letters, digits and _"),
        ("/v1/{a=}", "at character 8: a segment is empty"),
        ("/v1/{a={b}}", "at character 8: a variable cannot stand in a variable"),
        ("/v1/{a}/{a}", "at character 10: a is bound twice"),
        ("/v1/{a}x", "at character 8: nothing can follow here"),
        ("/v1/***", "at character 7: nothing can follow here"),
        ("/v1/a*", "at character 6: '*' cannot stand in a literal"),
        ("/v1/é", "at character 5: 'é' cannot stand in a literal"),
        ("/v1/a:", "at character 7: the verb is empty"),
        ("/v1/a:b/c", "at character 8: nothing can follow here"),
        ("/v1/a:b:c", "at character 8: nothing can follow here"),
        ("/v1/a?b", "at character 6: '?' cannot stand in a literal"),
        ("/v1/%zz", "at character 8: a % is not followed by two hexadecimal digits of UTF-8"),
        ("/**/x/**", "at character 9: ** stands twice, so what each of them matches is not determined"),
    ] {
        let error = Template::parse(template).unwrap_err().to_string();
        assert_eq!(error, format!("invalid path template {template:?} {message}"));
    }
}

#[test]
fn routes_that_match_the_same_paths_are_refused_by_name() {
    for (first, second) in [
        ("/v1/{a}", "/v1/{b}"),
        ("/v1/{a}", "/v1/*"),
        ("/v1/{a=x/*}", "/v1/x/{b}"),
        ("/v1/{a=**}", "/v1/**"),
        ("/v1/{a}:open", "/v1/{b.c}:open"),
        ("/v1/a%2Db", "/v1/a-b"),
    ] {
        let mut router = router(&[first]);
        let refused = router.insert(&Method::GET, Template::parse(second).unwrap(), String::new()).unwrap_err();
        assert_eq!(refused.to_string(), format!("GET {second} matches the same paths as GET {first}"));
        router.insert(&Method::PUT, Template::parse(second).unwrap(), String::new()).unwrap();
    }
}

#[test]
fn the_method_is_part_of_the_match_and_the_others_are_told() {
    let mut router = router(&["/v1/{rest=**}"]);
    router.insert(&Method::POST, Template::parse("/v1/things").unwrap(), "create".to_owned()).unwrap();
    assert_eq!(router.find(&Method::POST, "/v1/things").unwrap().route, "create");
    assert_eq!(router.find(&Method::GET, "/v1/things").unwrap().route, "/v1/{rest=**}");
    assert!(router.find(&Method::PUT, "/v1/things").is_none());
    assert_eq!(router.allowed("/v1/things"), [Method::GET, Method::POST]);
    assert_eq!(router.allowed("/v2"), Vec::<Method>::new());
}

#[test]
fn a_path_of_thousands_of_segments_is_matched_in_linear_time() {
    let mut templates: Vec<String> = (0..50).map(|n| format!("/{{rest=**}}/x/x/x/{n}")).collect();
    templates.push("/**/x/y".into());
    let templates: Vec<&str> = templates.iter().map(String::as_str).collect();
    check(&templates, &"/x".repeat(4_000), None);
}

/// One segment of a generated template, with the text that a matching path has there.
fn segment() -> impl Strategy<Value = (String, String)> {
    let value = "[A-Z]{1,3}";
    prop_oneof![
        4 => "[a-e]{1,2}".prop_map(|literal| (literal.clone(), literal)),
        2 => value.prop_map(|value| ("*".to_owned(), value)),
    ]
}

/// A template with its variables in random places, a path made from it, and the values that it must give.
fn template_with_path() -> impl Strategy<Value = (String, String, BTreeMap<String, String>)> {
    let middle = proptest::option::weighted(0.3, prop::collection::vec("[A-Z]{1,3}", 0..4));
    let parts = (prop::collection::vec((segment(), any::<bool>()), 1..6), middle, 0..6_usize);
    (parts, proptest::option::weighted(0.2, "[f-j]{2}")).prop_map(|((parts, multi, at), verb)| {
        let mut template = String::new();
        let mut path = String::new();
        let mut values = BTreeMap::new();
        let at = at.min(parts.len() - 1);
        for (index, ((pattern, text), bound)) in parts.into_iter().enumerate() {
            if let Some(multi) = multi.as_ref().filter(|_| index == at) {
                template.push_str("/{multi=**}");
                for segment in multi {
                    path = format!("{path}/{segment}");
                }
                values.insert("multi".to_owned(), multi.join("/"));
            }
            if bound {
                template = format!("{template}/{{f{index}={pattern}}}");
                values.insert(format!("f{index}"), text.clone());
            } else {
                template = format!("{template}/{pattern}");
            }
            path = format!("{path}/{text}");
        }
        if let Some(verb) = verb {
            template = format!("{template}:{verb}");
            path = format!("{path}:{verb}");
        }
        (template, path, values)
    })
}

/// How well `path` matches, found by trying everything: of two ranks the smaller is the better match.
///
/// Segment by segment a literal is 0, `*` is 1 and `**` is 2, then how much it holds.
fn rank(segments: &[Segment], path: &[&str]) -> Option<Vec<usize>> {
    let Some((segment, after)) = segments.split_first() else { return path.is_empty().then(Vec::new) };
    let (own, rest) = match segment {
        Segment::Multi => {
            return (0..=path.len()).find_map(|held| {
                let rest = rank(after, &path[held..])?;
                Some([vec![2, held], rest].concat())
            });
        }
        Segment::Literal(text) => (0, path.split_first().filter(|(first, _)| text == *first)?.1),
        Segment::Single => (1, path.split_first().filter(|(first, _)| !first.is_empty())?.1),
    };
    Some([vec![own], rank(after, rest)?].concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_path_made_from_a_template_resolves_to_it_with_the_same_values((template, path, values) in template_with_path()) {
        let router = router(&[&template]);
        let found = router.find(&Method::GET, &path);
        prop_assert!(found.is_some(), "{} does not match {}", path, template);
        let captures = found.unwrap().captures().map(|(v, value)| (v.field.clone(), value.unwrap().into_owned())).collect();
        prop_assert_eq!(values, captures);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_trie_finds_what_trying_every_template_finds(generated in prop::collection::vec(template_with_path(), 1..40)) {
        let mut router = Router::default();
        let mut templates = Vec::new();
        for (template, _, _) in &generated {
            let parsed = Template::parse(template).unwrap();
            if router.insert(&Method::GET, parsed.clone(), template.clone()).is_ok() {
                templates.push(parsed);
            }
        }
        for (_, path, _) in &generated {
            let (before, verb) = path.rsplit_once(':').map_or((path.as_str(), None), |(p, verb)| (p, Some(verb)));
            let segments: Vec<&str> = before[1..].split('/').collect();
            let best = templates
                .iter()
                .filter(|template| template.verb() == verb)
                .filter_map(|template| Some((rank(template.segments(), &segments)?, template)))
                .min_by_key(|(rank, _)| rank.clone())
                .map(|(_, template)| template);
            let found = router.find(&Method::GET, path).map(|found| found.template.as_str());
            // A verb that no matching template has is part of the last segment; such paths are covered by the table.
            prop_assert!(best.is_none() || found == best.map(Template::as_str), "{:?} {:?} {:?}", path, found, best);
        }
    }

    #[test]
    fn parsing_and_matching_any_text_does_not_panic(text in "[/{}=*:.a-c%0-9é-]{0,40}", path in "[/:a-c%0-9é-]{0,40}") {
        if let Ok(template) = Template::parse(&text) {
            let router = router(&[template.as_str()]);
            if let Some(found) = router.find(&Method::GET, &path) {
                found.captures().count();
            }
        }
    }
}
