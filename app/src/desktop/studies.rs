//! What the data views show, found out off the screen: matrices, themes, agreement, charts.

use std::sync::Arc;

use analysis::{
    AgreementRequest, AgreementUnit, Choice, FrameRequest, FrameworkRequest, Ground, MatrixRequest,
    Themes, ThemesRequest, Unit,
};
use egui::Context;
use project::{CoderId, Project, Texts};

use crate::chart::{self, ChartAsk};
use crate::data::{
    Agreed, AgreementAsk, Charted, Counted, FrameworkAsk, Laid, MatrixAsk, STUDYING, ThemesAsk,
    What, Whose,
};
use crate::desk::View;
use crate::desktop::{Answer, Desktop};
use crate::message::Trouble;
use crate::panels::charts::SHARPER;
use crate::view::agreement;
use crate::view::cases::{self, CasesFound};
use crate::view::matrix::{Numbers, axis_name};
use crate::view::searches::{Standing, standings};
use crate::view::words::{self, WordsFound};

/// A question put to the project laid out for counting.
type OnGround = Box<dyn FnOnce(&Ground<'_>) -> Studied + Send>;

/// What was found out for a view.
pub enum Studied {
    /// A matrix was counted.
    Matrix(Box<Counted>),
    /// Themes were lined up.
    Themes(Box<Themes>),
    /// Cases were laid out by themes, and questions by groups.
    Framework(Box<Laid>),
    /// What was asked of the cases.
    Cases(Box<CasesFound>),
    /// Coders were compared.
    Agreement(Box<Agreed>),
    /// Words were counted, or not.
    Words(Box<WordsFound>),
    /// Saved searches were asked again.
    Searches(Vec<Standing>),
    /// A chart was drawn.
    Chart(Box<Charted>),
}

impl Desktop {
    /// Sees once a frame to the view in sight: finds its answer out again when the project or the question changed.
    pub(super) fn tend_studies(&mut self, ctx: &Context) {
        let counting = self.due_of_ground(ctx);
        let Some(open) = &self.open else { return };
        let find: Box<dyn FnOnce() -> Studied + Send> = if let Some(question) = counting {
            let ground = self.ground.of(&open.project);
            Box::new(move || ground.ask(question))
        } else if let Some(question) = self.due_of_texts() {
            question
        } else {
            return;
        };
        self.jobs
            .start(STUDYING, ctx, move |_| Answer::Studied(find()));
    }

    /// What the view in sight asks of the project laid out for counting, where that is due.
    fn due_of_ground(&mut self, ctx: &Context) -> Option<OnGround> {
        let open = self.open.as_ref()?;
        let (seq, coder) = (open.seq(), open.coder);
        let data = &mut self.state.data;
        Some(match self.state.view {
            View::Matrix => {
                let ask = data.matrix.due(seq)?;
                Box::new(move |ground| Studied::Matrix(Box::new(count(ground, coder, ask))))
            }
            View::Themes => {
                let ask = data.themes.due(seq)?;
                Box::new(move |ground| Studied::Themes(Box::new(line_up(ground, coder, ask))))
            }
            View::Framework => {
                let ask = data.framework.due(seq)?;
                Box::new(move |ground| Studied::Framework(Box::new(lay_out(ground, coder, ask))))
            }
            View::Cases => {
                let ask = data.cases.due(seq)?;
                Box::new(move |ground| Studied::Cases(Box::new(cases::find(ground, &ask))))
            }
            View::Agreement => {
                let ask = data.agreement.due(seq)?;
                let texts = open.texts.clone();
                Box::new(move |ground| Studied::Agreement(Box::new(compare(ground, &texts, ask))))
            }
            View::Charts => {
                let ask = data.chart.due(seq)?;
                let scale = ctx.pixels_per_point() * SHARPER;
                Box::new(move |ground| Studied::Chart(Box::new(draw(ground, &ask, scale))))
            }
            View::Search | View::Read | View::Excerpts | View::Ratings => return None,
        })
    }

    /// What the search asks of the texts beside hits, where that is due.
    fn due_of_texts(&mut self) -> Option<Box<dyn FnOnce() -> Studied + Send>> {
        let open = self.open.as_ref()?;
        let (project, texts) = (Arc::clone(&open.project), open.texts.clone());
        let data = &mut self.state.data;
        if self.state.view != View::Search {
            return None;
        }
        if data.words.ask.is_some() {
            let ask = data.words.due(project.seq())??;
            let before = data.words.found.clone();
            return Some(Box::new(move || {
                let before = before.as_deref().and_then(|found| found.as_ref().ok());
                let found = words::find(&project, &texts, ask, before);
                let found = found.map_err(|error| error.message().one_line());
                Studied::Words(Box::new(found))
            }));
        }
        let searcher = self.finder.searcher()?;
        data.searches.due(project.seq())?;
        Some(Box::new(move || {
            Studied::Searches(standings(&searcher, &project, &texts))
        }))
    }

    /// Shows what was found out.
    pub(super) fn take_studied(&mut self, studied: Studied) {
        let data = &mut self.state.data;
        match studied {
            Studied::Matrix(counted) => data.matrix.take(*counted),
            Studied::Themes(themes) => data.themes.take(*themes),
            Studied::Framework(laid) => data.framework.take(*laid),
            Studied::Words(found) => data.words.take(*found),
            Studied::Cases(found) => data.cases.take(*found),
            Studied::Agreement(agreed) => data.agreement.take(*agreed),
            Studied::Searches(standings) => data.searches.take(standings),
            Studied::Chart(charted) => data.chart.take(*charted),
        }
    }

    /// A job for a view broke off.
    pub(super) fn give_up_studies(&mut self) {
        let data = &mut self.state.data;
        data.matrix.give_up();
        data.themes.give_up();
        data.framework.give_up();
        data.words.give_up();
        data.cases.give_up();
        data.agreement.give_up();
        data.chart.give_up();
        data.searches.give_up();
    }
}

/// The codings meant: those of one coder, else of whom the choice says; `own` is who codes here.
fn choice(
    project: &Project,
    own: CoderId,
    (whose, coder): (Whose, Option<CoderId>),
    include_interviewer: bool,
) -> Choice {
    let everybody = || project.coders().iter().map(|coder| coder.id);
    let coders = match (coder, whose) {
        (Some(coder), _) => Some(vec![coder]),
        (None, Whose::All) => None,
        (None, Whose::Mine) => Some(vec![own]),
        (None, Whose::Others) => Some(everybody().filter(|&id| id != own).collect()),
    };
    Choice {
        coders,
        kinds: None,
        include_interviewer,
    }
}

fn count(ground: &Ground<'_>, coder: CoderId, ask: MatrixAsk) -> Counted {
    let project = ground.project();
    let unit = match ask.what {
        What::Count(unit) => unit,
        What::Coverage => Unit::References,
    };
    let request = MatrixRequest {
        rows: ask.rows,
        columns: ask.columns,
        unit,
        choice: choice(project, coder, (ask.whose, ask.coder), ask.interviewer),
        near: ask.near,
    };
    Counted {
        ask,
        numbers: match ask.what {
            What::Count(_) => Numbers::Counts(ground.matrix(&request)),
            What::Coverage => Numbers::Coverage(ground.coverage(&request)),
        },
        base: ground.base(unit),
        codes: project.code_tree().order().to_vec(),
    }
}

fn lay_out(ground: &Ground<'_>, coder: CoderId, ask: FrameworkAsk) -> Laid {
    let project = ground.project();
    let choice = choice(project, coder, (ask.whose, ask.coder), true);
    let themes = match ask.under {
        Some(code) => project.code_tree().children(Some(code)).to_vec(),
        None => Vec::new(),
    };
    Laid {
        framework: ground.framework(&FrameworkRequest {
            themes,
            choice: choice.clone(),
            by: None,
        }),
        board: ground.frame(&FrameRequest { by: None, choice }),
    }
}

fn draw(ground: &Ground<'_>, ask: &ChartAsk, scale: f32) -> Charted {
    let picture = chart::picture(ground, ask, &axis_name(ground.project(), ask.by));
    let pixels = chart::pixels(&picture.svg, scale);
    Charted {
        pixels: pixels.map_err(|error| Trouble::from(error).message().one_line()),
        picture,
    }
}

fn compare(ground: &Ground<'_>, texts: &Texts, ask: AgreementAsk) -> Agreed {
    let project = ground.project();
    let everybody = || {
        let all = agreement::who_codes(project).into_iter();
        all.map(|(coder, ..)| coder).collect()
    };
    let sentences = if ask.unit == AgreementUnit::Sentences {
        let found = agreement::sentences(project, texts);
        Some(found.map_err(|error| Trouble::from(error).message().one_line())?)
    } else {
        None
    };
    let request = AgreementRequest {
        coders: ask.coders.unwrap_or_else(everybody),
        unit: ask.unit,
        coded_only: ask.coded_only,
        code: None,
        sources: None,
        sentences: sentences.as_ref(),
    };
    agreement::compare(ground, &request).map_err(|error| Trouble::from(error).message().one_line())
}

fn line_up(ground: &Ground<'_>, coder: CoderId, ask: ThemesAsk) -> Themes {
    ground.themes(&ThemesRequest {
        unit: ask.unit,
        by: ask.by,
        choice: choice(ground.project(), coder, (ask.whose, ask.coder), true),
    })
}
