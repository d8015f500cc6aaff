//! The project laid out for counting, kept while the project stands as it is: every question after the first is answered
//! from what the first had to read.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::mpsc::{SendError, Sender, channel};

use analysis::Ground;
use project::Project;

type Question = Box<dyn FnOnce(&Ground<'_>) + Send>;

/// The ground of the newest state of a project that was asked about.
#[derive(Debug, Default)]
pub struct KeptGround(Option<GroundOf>);

impl KeptGround {
    /// The ground of this state of the project: the one kept, else a new one, which is kept from now on.
    pub fn of(&mut self, project: &Arc<Project>) -> GroundOf {
        let kept = self.0.take();
        let kept = kept.filter(|kept| Arc::ptr_eq(&kept.project, project));
        self.0
            .insert(kept.unwrap_or_else(|| GroundOf::new(Arc::clone(project))))
            .clone()
    }
}

/// Where questions to one state of a project are put. A ground borrows the project, so both live on a thread of their own,
/// which ends when nobody can ask any more.
#[derive(Debug, Clone)]
pub struct GroundOf {
    project: Arc<Project>,
    questions: Sender<Question>,
}

impl GroundOf {
    fn new(project: Arc<Project>) -> Self {
        let (questions, asked) = channel::<Question>();
        let theirs = Arc::clone(&project);
        std::thread::spawn(move || {
            // Nothing is laid out before somebody asks.
            let Ok(first) = asked.recv() else { return };
            let ground = Ground::new(&theirs);
            first(&ground);
            for question in asked {
                question(&ground);
            }
        });
        Self { project, questions }
    }

    /// Asks, and waits for the answer. A question that panics does so here, and those after it are answered all the same.
    pub fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Ground<'_>) -> T + Send + 'static,
    ) -> T {
        let (sender, answer) = channel();
        let asked: Question = Box::new(move |ground| {
            let answered = catch_unwind(AssertUnwindSafe(|| question(ground)));
            // Whoever asked waits below.
            sender.send(answered).ok();
        });
        if let Err(SendError(asked)) = self.questions.send(asked) {
            asked(&Ground::new(&self.project));
        }
        match answer.recv() {
            Ok(Ok(answered)) => answered,
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_) => resume_unwind(Box::new("the project could not be laid out for counting")),
        }
    }
}

#[cfg(test)]
mod tests {
    use analysis::{CountRequest, Unit};

    use super::*;
    use crate::fixture;

    fn address(ground: &Ground<'_>) -> usize {
        std::ptr::from_ref(ground).addr()
    }

    #[test]
    fn one_state_of_a_project_is_laid_out_once() {
        let mut workspace = fixture::evaluation();
        let project = workspace.snapshot();
        let mut kept = KeptGround::default();
        let first = kept.of(&project).ask(address);
        assert_eq!(kept.of(&project).ask(address), first);
        let asked = CountRequest {
            unit: Unit::Words,
            ..CountRequest::default()
        };
        let (once, again) = (asked.clone(), asked.clone());
        let ground = kept.of(&project);
        assert_eq!(
            ground.ask(move |ground| ground.counts(&once)),
            analysis::counts(&project, &asked)
        );
        assert_eq!(
            ground.ask(move |ground| ground.counts(&again)),
            analysis::counts(&project, &asked),
            "words that were read once are told again"
        );

        workspace.undo().unwrap();
        let after = workspace.snapshot();
        let changed = kept.of(&after).ask(|ground| ground.project().seq());
        assert_eq!(changed, after.seq());
        assert_eq!(
            ground.ask(|ground| ground.project().seq()),
            project.seq(),
            "who asked about the state before still hears of it"
        );
    }

    #[test]
    fn a_question_that_panics_takes_no_other_with_it() {
        let project = fixture::evaluation().snapshot();
        let ground = KeptGround::default().of(&project);
        let broken = ground.clone();
        let outcome = std::thread::spawn(move || broken.ask::<()>(|_| panic!("no such code")));
        let panic = outcome.join().unwrap_err();
        assert_eq!(panic.downcast_ref::<&str>(), Some(&"no such code"));
        assert!(ground.ask(|ground| ground.base(Unit::Sources)).is_some());
    }
}
