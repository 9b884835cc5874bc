//! Who listens to what.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytestring::ByteString;
use rustc_hash::FxHashMap;

use super::dispatch::{Member, Routed, Target, Targets};
use crate::subject::{has_wildcard, matches};

#[cfg(test)]
mod tests;

/// The subscriptions of a bus.
///
/// All services of a process listen here, each with a handful of patterns, so a message must not be compared with all
/// of them. The patterns of calls, `svc.<service>.v1.*`, are found by hash like subjects without wildcards; the others
/// are few once the first token is known.
#[derive(Default)]
pub(super) struct Table {
    exact: FxHashMap<ByteString, Listeners>,
    /// Patterns whose only wildcard is one `*` at the end, by what is before it.
    children: FxHashMap<ByteString, Listeners>,
    /// Other patterns, by their first token; those that begin with a wildcard are under the empty one.
    families: FxHashMap<ByteString, BTreeMap<ByteString, Listeners>>,
}

/// The subscriptions of one subject or pattern.
#[derive(Default)]
struct Listeners {
    each: Vec<Arc<Member>>,
    groups: BTreeMap<ByteString, Vec<Arc<Member>>>,
}

/// Where a pattern is kept.
enum Place<'a> {
    Exact(&'a str),
    Child(&'a str),
    Family(&'a str),
}

impl<'a> Place<'a> {
    fn of(pattern: &'a str) -> Self {
        let parent = pattern.strip_suffix(".*").filter(|parent| !has_wildcard(parent));
        match (parent, pattern.split('.').next().unwrap_or_default()) {
            (Some(parent), _) => Self::Child(parent),
            (None, _) if !has_wildcard(pattern) => Self::Exact(pattern),
            (None, "*" | ">") => Self::Family(""),
            (None, first) => Self::Family(first),
        }
    }
}

impl Table {
    pub(super) fn insert(&mut self, pattern: &ByteString, group: Option<&str>, member: Arc<Member>) {
        let listeners = match Place::of(pattern) {
            Place::Exact(subject) => self.exact.entry(subject.into()).or_default(),
            Place::Child(parent) => self.children.entry(parent.into()).or_default(),
            Place::Family(first) => self.families.entry(first.into()).or_default().entry(pattern.clone()).or_default(),
        };
        match group {
            None => listeners.each.push(member),
            Some(group) => listeners.groups.entry(group.into()).or_default().push(member),
        }
    }

    pub(super) fn remove(&mut self, pattern: &ByteString, member: &Arc<Member>) {
        match Place::of(pattern) {
            Place::Exact(subject) => remove(&mut self.exact, subject, member),
            Place::Child(parent) => remove(&mut self.children, parent, member),
            Place::Family(first) => {
                let Some(family) = self.families.get_mut(first) else { return };
                if family.get_mut(pattern).is_some_and(|listeners| listeners.remove(member)) {
                    family.remove(pattern);
                }
                if family.is_empty() {
                    self.families.remove(first);
                }
            }
        }
    }

    /// All plain subscribers of `subject`, and of each queue group the member that `pick` falls on.
    pub(super) fn route(&self, subject: &str, pick: u64) -> Targets {
        let mut targets = Targets::default();
        let mut found = self.find(subject);
        let Some(first) = found.next() else { return targets };
        let Some(second) = found.next() else {
            first.route(pick, &mut targets);
            return targets;
        };
        // A group may listen by more than one pattern; it gets the message once all the same.
        let mut all = Listeners::default();
        for listeners in [first, second].into_iter().chain(found) {
            all.extend(listeners);
        }
        all.route(pick, &mut targets);
        targets
    }

    fn find<'a>(&'a self, subject: &'a str) -> impl Iterator<Item = &'a Listeners> {
        let parent = subject.rsplit_once('.').map(|(parent, _)| parent);
        let first = subject.split('.').next().unwrap_or_default();
        let families = [first, ""].into_iter().filter_map(|first| self.families.get(first)).flatten();
        let patterns = families.filter(move |(pattern, _)| matches(pattern, subject));
        let exact = self.exact.get(subject).into_iter();
        let children = parent.and_then(|parent| self.children.get(parent));
        exact.chain(children).chain(patterns.map(|(_, listeners)| listeners))
    }
}

fn remove(subscriptions: &mut FxHashMap<ByteString, Listeners>, key: &str, member: &Arc<Member>) {
    if subscriptions.get_mut(key).is_some_and(|listeners| listeners.remove(member)) {
        subscriptions.remove(key);
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
