//! The `vouch` binary: hands its arguments to [`app::cli`].

use std::io::{self, Write as _};
use std::process::ExitCode;

use app::cli::Surroundings;

fn main() -> ExitCode {
    app::intake::quiet_readers();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut code = app::cli::run(
        std::env::args_os(),
        &Surroundings::of_process(),
        &mut out,
        &mut io::stderr(),
    );
    if let Err(error) = out.flush()
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        code = app::cli::FAILED;
    }
    ExitCode::from(code)
}
