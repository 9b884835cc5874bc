use super::*;

const PATTERNS: [&str; 14] = [
    "a",
    "a.b",
    "a.b.c",
    "a.*",
    "a.b.*",
    "*",
    "*.b",
    "*.*",
    ">",
    "a.>",
    "a.b.>",
    "a.*.c",
    "$SRV.*.probe",
    "svc.probe.v1.*",
];
const SUBJECTS: [&str; 9] =
    ["a", "b", "a.b", "a.c", "a.b.c", "b.b.c", "a.b.c.d", "$SRV.PING.probe", "svc.probe.v1.Read"];

fn member() -> Arc<Member> {
    Arc::new(Member::new(Arc::new(|_| {})))
}

fn count(table: &Table, subject: &str) -> usize {
    table.route(subject, 0).len()
}

#[test]
fn each_subscription_is_found_by_what_it_matches() {
    let mut table = Table::default();
    let members: Vec<_> = PATTERNS.iter().map(|pattern| (ByteString::from_static(pattern), member())).collect();
    for (pattern, member) in &members {
        table.insert(pattern, None, Arc::clone(member));
    }
    for removed in 0..=members.len() {
        for subject in SUBJECTS {
            let left = members.iter().skip(removed);
            let expected = left.filter(|(pattern, _)| matches(pattern, subject)).count();
            assert_eq!(count(&table, subject), expected, "{subject} without the first {removed}");
        }
        if let Some((pattern, member)) = members.get(removed) {
            table.remove(pattern, member);
        }
    }
    assert!(table.exact.is_empty() && table.children.is_empty() && table.families.is_empty());
}

#[test]
fn a_group_is_one_receiver_over_all_its_patterns() {
    let mut table = Table::default();
    for pattern in PATTERNS {
        table.insert(&ByteString::from_static(pattern), Some("group"), member());
    }
    table.insert(&ByteString::from_static("a.*"), None, member());
    assert_eq!(count(&table, "a.b"), 2);
    assert_eq!(count(&table, "a.b.c"), 1);
}
