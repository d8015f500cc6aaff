//! Work off the screen: threads that report progress, can be stopped, and whose panic is an event and not an exit.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// Names a job for as long as the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(u64);

/// How far a job is. Shared by the worker, who tells, and the screen, which shows and may stop.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    done: AtomicU64,
    of: AtomicU64,
    note: Mutex<String>,
    stop: AtomicBool,
}

impl Progress {
    /// Says how much is done of how much, and what is being done.
    pub fn tell(&self, done: u64, of: u64, note: &str) {
        self.0.done.store(done, Ordering::Relaxed);
        self.0.of.store(of, Ordering::Relaxed);
        note.clone_into(&mut self.0.note.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Whether the person asked to stop. Workers look often and leave early.
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.0.stop.load(Ordering::Relaxed)
    }

    /// Asks the worker to stop.
    pub fn stop(&self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }

    /// The share done, 0 to 1; none while nobody knows how much there is.
    #[must_use]
    pub fn share(&self) -> Option<f32> {
        let of = self.0.of.load(Ordering::Relaxed);
        let done = self.0.done.load(Ordering::Relaxed).min(of);
        // Shown as a bar of some hundred pixels: thousandths are exact enough.
        (of > 0).then(|| f32::from(u16::try_from(done * 1000 / of).unwrap_or(1000)) / 1000.0)
    }

    /// What is being done, such as "reading 3 of 12".
    #[must_use]
    pub fn note(&self) -> String {
        self.0
            .note
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// A job as the status line shows it.
#[derive(Clone, Debug)]
pub struct JobLine {
    /// Which job.
    pub id: JobId,
    /// What it is for, such as "Importing".
    pub title: String,
    /// How far it is.
    pub progress: Progress,
}

/// What a job says: parts of its answer while it runs, and how it ended.
#[derive(Debug)]
pub struct Event<T> {
    /// Which job.
    pub id: JobId,
    /// What it was for.
    pub title: String,
    /// What it answers; an error holds the words of the panic that ended it.
    pub outcome: Result<T, String>,
    /// Whether that was the last of it.
    pub ended: bool,
}

/// Sends parts of an answer while the job goes on. The screen takes them one by one: a worker that is far ahead
/// waits, so that memory is bounded.
#[derive(Clone, Debug)]
pub struct Parts<T> {
    sender: SyncSender<Event<T>>,
    ctx: egui::Context,
    id: JobId,
    title: String,
}

impl<T> Parts<T> {
    /// Sends a part; answers whether anyone still listens.
    pub fn send(&self, part: T) -> bool {
        let event = Event {
            id: self.id,
            title: self.title.clone(),
            outcome: Ok(part),
            ended: false,
        };
        let sent = self.sender.send(event).is_ok();
        self.ctx.request_repaint();
        sent
    }
}

/// How many answers may wait for the screen.
const WAITING: usize = 4;

/// The jobs that run, and the channel they answer on. `T` is whatever jobs of this desk can answer.
#[derive(Debug)]
pub struct Jobs<T> {
    sender: SyncSender<Event<T>>,
    receiver: Receiver<Event<T>>,
    running: Vec<JobLine>,
    given: u64,
}

impl<T: Send + 'static> Default for Jobs<T> {
    fn default() -> Self {
        let (sender, receiver) = sync_channel(WAITING);
        Self {
            sender,
            receiver,
            running: Vec::new(),
            given: 0,
        }
    }
}

impl<T: Send + 'static> Jobs<T> {
    /// Starts work on a thread of its own. The screen is asked to repaint when it ends.
    pub fn start(
        &mut self,
        title: &str,
        ctx: &egui::Context,
        work: impl FnOnce(&Progress) -> T + Send + 'static,
    ) -> JobId {
        self.start_in_parts(title, ctx, |progress, _| work(progress))
    }

    /// Starts work that sends parts of its answer while it goes on.
    pub fn start_in_parts(
        &mut self,
        title: &str,
        ctx: &egui::Context,
        work: impl FnOnce(&Progress, &Parts<T>) -> T + Send + 'static,
    ) -> JobId {
        self.given += 1;
        let id = JobId(self.given);
        let progress = Progress::default();
        self.running.push(JobLine {
            id,
            title: title.to_owned(),
            progress: progress.clone(),
        });
        let parts = Parts {
            sender: self.sender.clone(),
            ctx: ctx.clone(),
            id,
            title: title.to_owned(),
        };
        std::thread::spawn(move || {
            let outcome = catch_unwind(AssertUnwindSafe(|| work(&progress, &parts)));
            let outcome = outcome.map_err(|panic| words_of(panic.as_ref()));
            let Parts {
                sender,
                ctx,
                id,
                title,
            } = parts;
            // Nobody listens any more only when the window is gone.
            if sender
                .send(Event {
                    id,
                    title,
                    outcome,
                    ended: true,
                })
                .is_ok()
            {
                ctx.request_repaint();
            }
        });
        id
    }

    /// The next thing a job says, if any says something.
    pub fn next_event(&mut self) -> Option<Event<T>> {
        let event = self.receiver.try_recv().ok()?;
        if event.ended {
            self.running.retain(|line| line.id != event.id);
        }
        Some(event)
    }

    /// Asks a job to stop.
    pub fn stop(&self, id: JobId) {
        for line in self.running.iter().filter(|line| line.id == id) {
            line.progress.stop();
        }
    }

    /// Asks all jobs to stop.
    pub fn stop_all(&self) {
        self.running.iter().for_each(|line| line.progress.stop());
    }

    /// The jobs that run.
    #[must_use]
    pub fn running(&self) -> &[JobLine] {
        &self.running
    }

    /// Whether a job of this title runs.
    #[must_use]
    pub fn runs(&self, title: &str) -> bool {
        self.running.iter().any(|line| line.title == title)
    }
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let words = panic
        .downcast_ref::<&str>()
        .map(|words| (*words).to_owned());
    words
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "it stopped without saying why".to_owned())
}

/// Answers of which only the newest counts: a search as one types. Answers to older questions are dropped.
#[derive(Debug, Default)]
pub struct Newest<K> {
    wanted: Option<K>,
}

impl<K: PartialEq + Clone> Newest<K> {
    /// Asks; answers whether that is a new question.
    pub fn ask(&mut self, key: &K) -> bool {
        let is_new = self.wanted.as_ref() != Some(key);
        self.wanted = Some(key.clone());
        is_new
    }

    /// Whether an answer to this question is still wanted.
    #[must_use]
    pub fn wants(&self, key: &K) -> bool {
        self.wanted.as_ref() == Some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait<T: Send + 'static>(jobs: &mut Jobs<T>) -> Event<T> {
        loop {
            if let Some(event) = jobs.next_event() {
                return event;
            }
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_job_answers_and_is_gone() {
        let mut jobs = Jobs::default();
        let id = jobs.start("Counting", &egui::Context::default(), |progress| {
            progress.tell(3, 4, "three");
            progress.share()
        });
        assert!(jobs.runs("Counting"));
        let end = wait(&mut jobs);
        assert_eq!((end.id, end.outcome), (id, Ok(Some(0.75))));
        assert!(jobs.running().is_empty());
    }

    #[test]
    fn a_panic_is_an_event() {
        let mut jobs: Jobs<()> = Jobs::default();
        jobs.start("Breaking", &egui::Context::default(), |_| {
            panic!("no such turn")
        });
        assert_eq!(wait(&mut jobs).outcome, Err("no such turn".to_owned()));
    }

    #[test]
    fn parts_come_in_order_before_the_end() {
        let mut jobs = Jobs::default();
        jobs.start_in_parts("Reading", &egui::Context::default(), |_, parts| {
            (0..20).all(|part| parts.send(part));
            99
        });
        let mut said = Vec::new();
        loop {
            let event = wait(&mut jobs);
            said.push(event.outcome.unwrap());
            assert_eq!(jobs.runs("Reading"), !event.ended);
            if event.ended {
                break;
            }
        }
        assert_eq!(said, (0..20).chain([99]).collect::<Vec<_>>());
    }

    #[test]
    fn a_job_is_told_to_stop() {
        let mut jobs = Jobs::default();
        let id = jobs.start("Waiting", &egui::Context::default(), |progress| {
            while !progress.stopped() {
                std::thread::yield_now();
            }
            "stopped"
        });
        jobs.stop(id);
        assert_eq!(wait(&mut jobs).outcome, Ok("stopped"));
    }

    #[test]
    fn only_the_newest_question_counts() {
        let mut newest = Newest::default();
        assert!(newest.ask(&"tru") && newest.ask(&"trust") && !newest.ask(&"trust"));
        assert!(newest.wants(&"trust") && !newest.wants(&"tru"));
    }
}
