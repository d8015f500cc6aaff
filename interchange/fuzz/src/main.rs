//! Feeds the readers broken files: `interchange-fuzz SECONDS [READER [SEED]]`, or one of them again:
//! `interchange-fuzz FILE [READER]`. See the README beside it.

mod broken;
mod memory;
mod seeds;
mod targets;

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use broken::{Dice, broken};
use cpu_time::ThreadTime;
use targets::Target;

#[global_allocator]
static COUNTED: memory::Counted = memory::Counted;

/// How long a reader may take over one file, in time of its own: what else the machine does meanwhile does not count.
const SLOW: Duration = Duration::from_secs(10);

/// How much memory a reader may take: so many times the file's size, and so many bytes beside.
const TIMES: usize = 20;
const BESIDE: usize = 256 << 20;

/// What a reader did.
#[derive(Default)]
struct Tally {
    runs: u64,
    failed: u64,
    /// Processor time taken by the reader alone, in all: what breaking files and other work of the machine take is not in it.
    read: Duration,
    slowest: Duration,
    most: usize,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, usual: u64| arguments.get(at).and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (seconds, seed) = (number(0, 60), number(2, 1));
    let targets: Vec<Target> = targets::all()
        .into_iter()
        .filter(|target| arguments.get(1).is_none_or(|wanted| *wanted == target.name || wanted == "all"))
        .collect();
    if targets.is_empty() {
        eprintln!("There is no such reader; they are named by the endings of their files.");
        return ExitCode::FAILURE;
    }
    if let Some(file) = arguments.first().map(Path::new).filter(|file| file.is_file()) {
        return again(file, &targets);
    }
    // What a reader panics with is told with the input that made it, not by itself.
    std::panic::set_hook(Box::new(|_| ()));
    let share = Duration::from_secs(seconds) / u32::try_from(targets.len()).unwrap_or(1);
    println!("{:<10} {:>9} {:>8} {:>10} {:>12} {:>10}", "reader", "files", "failed", "seconds", "slowest ms", "most MB");
    let mut failed = 0;
    for target in &targets {
        let tally = run(target, share, seed);
        failed += tally.failed;
        println!(
            "{:<10} {:>9} {:>8} {:>10} {:>12} {:>10}",
            target.name,
            tally.runs,
            tally.failed,
            tally.read.as_secs(),
            tally.slowest.as_millis(),
            tally.most >> 20
        );
    }
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Reads one file once more, and shows where a reader panics.
fn again(file: &Path, targets: &[Target]) -> ExitCode {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let reader = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let target = targets.iter().find(|target| target.name == reader || targets.len() == 1);
    match (target, std::fs::read(file)) {
        (Some(target), Ok(input)) => {
            (target.read)(&name, &input);
            println!("The reader of {} reads it.", target.name);
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("It could not be read again; name the file and its reader.");
            ExitCode::FAILURE
        }
    }
}

fn run(target: &Target, share: Duration, seed: u64) -> Tally {
    let mut dice = Dice::new(seed);
    let mut tally = Tally::default();
    let end = Instant::now() + share;
    while Instant::now() < end {
        let (name, file) = &target.seeds[dice.below(target.seeds.len())];
        let (_, other) = &target.seeds[dice.below(target.seeds.len())];
        let input = broken(&mut dice, file, other);
        let began = memory::begin();
        let started = ThreadTime::now();
        let read = std::panic::catch_unwind(|| (target.read)(name, &input));
        let (took, most) = (started.elapsed(), memory::most_since(began));
        tally.runs += 1;
        tally.read += took;
        tally.slowest = tally.slowest.max(took);
        tally.most = tally.most.max(most);
        let why = match read {
            Err(_) => "panic",
            Ok(()) if took > SLOW => "slow",
            Ok(()) if most > input.len() * TIMES + BESIDE => "memory",
            Ok(()) => continue,
        };
        tally.failed += 1;
        keep(why, name, tally.runs, &input);
    }
    tally
}

/// Keeps an input that made a reader fail.
fn keep(why: &str, name: &str, run: u64, input: &[u8]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("found");
    let file = folder.join(format!("{why}-{run}-{name}"));
    let kept = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, input));
    match kept {
        Ok(()) => eprintln!("{why}: {}", file.display()),
        Err(error) => eprintln!("{why} in {name}, which could not be kept: {error}"),
    }
}
