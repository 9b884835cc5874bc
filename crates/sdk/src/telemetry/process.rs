use std::fmt::Write;
use std::fs;

/// What Linux tells about this process, under the names that Prometheus' client libraries use. Where there is no such
/// thing to read it is left out.
pub(super) fn render(text: &mut String) {
    for (name, kind, help, value) in [
        ("process_cpu_seconds_total", "counter", "Time on processors.", cpu_seconds()),
        ("process_max_fds", "gauge", "The most file descriptors that may be open.", max_fds()),
        ("process_open_fds", "gauge", "File descriptors that are open.", open_fds()),
        ("process_resident_memory_bytes", "gauge", "Memory that is resident.", status_bytes("VmRSS:")),
        ("process_start_time_seconds", "gauge", "When the process started, since 1970.", start_time()),
        ("process_virtual_memory_bytes", "gauge", "Memory that is addressable.", status_bytes("VmSize:")),
    ] {
        if let Some(value) = value {
            // Writing to a String does not fail.
            let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n");
        }
    }
}

/// Ticks a second in what the kernel tells; fixed for programs on every architecture that we build for.
const TICKS_PER_SECOND: f64 = 100.0;

/// The fields of /proc/self/stat after the command, which is in parentheses and may hold anything.
fn stat_field(index: usize) -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, after_command) = stat.rsplit_once(')')?;
    after_command.split_whitespace().nth(index)?.parse().ok()
}

fn cpu_seconds() -> Option<f64> {
    const USER: usize = 11;
    const SYSTEM: usize = 12;
    Some((stat_field(USER)? + stat_field(SYSTEM)?) / TICKS_PER_SECOND)
}

fn start_time() -> Option<f64> {
    const TICKS_AFTER_BOOT: usize = 19;
    let stat = fs::read_to_string("/proc/stat").ok()?;
    let boot: f64 = stat.lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()?;
    Some(boot + stat_field(TICKS_AFTER_BOOT)? / TICKS_PER_SECOND)
}

/// A line of /proc/self/status, which counts in units of 1,024 bytes.
fn status_bytes(name: &str) -> Option<f64> {
    const UNIT: f64 = 1024.0;
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? * UNIT)
}

fn open_fds() -> Option<f64> {
    let count = u32::try_from(fs::read_dir("/proc/self/fd").ok()?.count()).ok()?;
    Some(f64::from(count))
}

fn max_fds() -> Option<f64> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}
