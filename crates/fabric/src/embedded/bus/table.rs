//! Who listens to what.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use bytestring::ByteString;

use super::dispatch::{Member, Routed, Target, Targets};
use crate::subject::{has_wildcard, matches};

/// The subscriptions of a bus.
///
/// A subject without wildcards is found by its hash. Patterns are few in one process (who watches everything, who
/// follows a family of events) and are tried one after the other.
#[derive(Default)]
pub(super) struct Table {
    exact: HashMap<ByteString, Listeners>,
    patterns: BTreeMap<ByteString, Listeners>,
}

/// The subscriptions of one subject or pattern.
#[derive(Default)]
struct Listeners {
    each: Vec<Arc<Member>>,
    groups: BTreeMap<ByteString, Vec<Arc<Member>>>,
}

impl Table {
    pub(super) fn insert(&mut self, pattern: ByteString, group: Option<&str>, member: Arc<Member>) {
        let listeners = if has_wildcard(&pattern) {
            self.patterns.entry(pattern).or_default()
        } else {
            self.exact.entry(pattern).or_default()
        };
        match group {
            None => listeners.each.push(member),
            Some(group) => listeners.groups.entry(group.into()).or_default().push(member),
        }
    }

    pub(super) fn remove(&mut self, pattern: &ByteString, member: &Arc<Member>) {
        if let Some(listeners) = self.exact.get_mut(pattern)
            && listeners.remove(member)
        {
            self.exact.remove(pattern);
        }
        if let Some(listeners) = self.patterns.get_mut(pattern)
            && listeners.remove(member)
        {
            self.patterns.remove(pattern);
        }
    }

    /// All plain subscribers of `subject`, and of each queue group the member that `pick` falls on.
    pub(super) fn route(&self, subject: &str, pick: u64) -> Targets {
        let mut targets = Targets::default();
        let exact = self.exact.get(subject);
        let mut patterns = self.patterns.iter().filter(|(pattern, _)| matches(pattern, subject)).peekable();
        if patterns.peek().is_none() {
            if let Some(listeners) = exact {
                listeners.route(pick, &mut targets);
            }
            return targets;
        }
        // A group may listen by more than one pattern; it gets the message once all the same.
        let mut all = Listeners::default();
        for listeners in exact.into_iter().chain(patterns.map(|(_, listeners)| listeners)) {
            all.extend(listeners);
        }
        all.route(pick, &mut targets);
        targets
    }
}

impl Listeners {
    fn extend(&mut self, other: &Self) {
        self.each.extend(other.each.iter().cloned());
        for (name, members) in &other.groups {
            self.groups.entry(name.clone()).or_default().extend(members.iter().cloned());
        }
    }

    /// Takes the member out, and says whether nobody is left.
    fn remove(&mut self, member: &Arc<Member>) -> bool {
        self.each.retain(|other| !Arc::ptr_eq(other, member));
        self.groups.retain(|_, members| {
            members.retain(|other| !Arc::ptr_eq(other, member));
            !members.is_empty()
        });
        self.each.is_empty() && self.groups.is_empty()
    }

    fn route(&self, pick: u64, targets: &mut Targets) {
        for member in &self.each {
            targets.push(Target::Member(Routed::new(member)));
        }
        for members in self.groups.values() {
            if let Some(member) = picked(members, pick) {
                targets.push(Target::Member(Routed::new(member)));
            }
        }
    }
}

fn picked(members: &[Arc<Member>], pick: u64) -> Option<&Arc<Member>> {
    let index = pick.checked_rem(members.len() as u64)?;
    members.get(usize::try_from(index).ok()?)
}
