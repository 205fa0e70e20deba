//! The command line of juanzong: arguments, prompts, progress, exit codes; nothing that another
//! program could want. It alone reads the clock, the environment, the terminal and entropy.

mod apology;
mod args;
mod commands;
mod console;
mod context;
mod desk;
mod exit;
mod help;
mod interrupt;
mod passphrase;
mod progress;
mod reader;
mod readers;
mod ringdir;
mod shell;
mod superseded;
mod usage;

use std::process::ExitCode;

use juanzong::report::Texts;

fn main() -> ExitCode {
    apology::or_sorry(|| {
        let typed: Vec<_> = std::env::args_os().collect();
        if typed.get(1).is_some_and(|word| word == readers::WORD) {
            return reader::serve();
        }
        if typed.get(1).is_some_and(|word| word == readers::DRAW) {
            return reader::draw(typed.get(2..).unwrap_or_default());
        }
        let texts = Texts::new(args::language(&typed));
        match args::parse(typed, &texts) {
            Ok(arguments) => run(arguments, texts),
            Err(error) => usage::tell(&error, &texts),
        }
    })
}

fn run(arguments: args::Arguments, texts: Texts) -> ExitCode {
    let context = match context::Context::new(&arguments.everywhere, texts) {
        Ok(context) => context,
        Err(exit) => return exit.into(),
    };
    let done = match arguments.command {
        Some(command) => command.run(&context),
        None => commands::status::run(&context),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(failure) => context.fail(&failure).into(),
    }
}
