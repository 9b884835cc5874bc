//! The lines are templates of routes, the last one a path. A template that is taken says the same when it is written and
//! parsed again, and the router finds a path by the method that it says the path allows.
#![no_main]

use http::Method;
use libfuzzer_sys::fuzz_target;
use realmwire_gateway::routing::{Router, Template};

fuzz_target!(|text: &str| {
    let (templates, path) = text.rsplit_once('\n').unwrap_or(("", text));
    let mut router = Router::default();
    for (index, line) in templates.lines().enumerate() {
        let Ok(template) = Template::parse(line) else { continue };
        let written = template.to_string();
        let again = Template::parse(&written).expect("what was written can be parsed");
        assert_eq!(again.to_string(), written);
        let method = if index % 2 == 0 { Method::GET } else { Method::POST };
        // Ambiguous ones are refused.
        let _ = router.insert(&method, template, index);
    }
    let allowed = router.allowed(path);
    for method in [Method::GET, Method::POST] {
        let found = router.find(&method, path);
        assert_eq!(found.is_some(), allowed.contains(&method));
        if let Some(found) = found {
            assert_eq!(found.captures().count(), found.template.variables().len());
        }
    }
});
