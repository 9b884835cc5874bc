//! The page of docs/ that lists every key.

use std::fmt::Write;

use super::keys::{Key, keys};

const HEAD: &str = "# Configuration

Realmwire reads one TOML file (`--config FILE`), then environment variables, then flags; the later one wins.
An unknown key is an error that names the nearest one. `realmwire config check` validates all three,
`realmwire config show` prints what differs from the defaults.

A variable holds the value as TOML would, without the quotes around text; a list of text is separated by commas.

This page is generated: `realmwire config page`.
";

/// Renders `docs/configuration.md`.
pub(crate) fn render_page() -> String {
    let mut page = HEAD.to_owned();
    let mut section = String::new();
    let mut keys = keys();
    // Stable, so that the keys of a section stay in their order.
    keys.sort_by(|one, other| section_of(one).cmp(section_of(other)));
    for key in keys {
        let own_section = section_of(&key);
        if own_section != section {
            own_section.clone_into(&mut section);
            // Writing to a String does not fail.
            let _ = write!(page, "\n## `[{section}]`\n\n| key | type | default | meaning |\n|---|---|---|---|\n");
        }
        let name = key.path.rsplit('.').next().unwrap_or(&key.path);
        let default = if key.default.is_null() { "–".to_owned() } else { format!("`{}`", key.default) };
        let _ = writeln!(page, "| `{name}`<br>`{}` | {} | {default} | {} |", key.variable(), key.kind, key.description);
    }
    page
}

fn section_of(key: &Key) -> &str {
    key.path.rsplit_once('.').map_or("", |(section, _)| section)
}
