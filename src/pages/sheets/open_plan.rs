//! What the pieces of a page read: an open plan, or the directory, with all that follows from it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::access::PlanFacts;
use overgang_domain::checklist::Checklist;
use overgang_domain::finding::{Finding, Forms, findings};
use overgang_domain::sheet::Sheets;
use overgang_domain::template::draft;
use overgang_domain::{ItemId, Plan, PlanId, Template};

use crate::aksel::Loader;
use crate::live::Live;
use crate::state::{
    JournalState, use_journal_state, use_read_state, use_reference_state, use_view_state,
};
use crate::text::frame as text;

/// How many running plans have answers on each item.
pub(in crate::pages) type Answered = Arc<BTreeMap<ItemId, usize>>;

/// A plan that is open.
#[derive(Clone, Copy)]
pub(in crate::pages) struct OpenPlan {
    /// Which plan.
    pub(in crate::pages) id: PlanId,
    /// The plan.
    pub(in crate::pages) plan: Live<Plan>,
    /// Its items.
    pub(in crate::pages) checklist: Live<Checklist>,
    /// The template that it goes by.
    pub(in crate::pages) template: StoredValue<Arc<Template>>,
    /// What does not fit in it.
    pub(in crate::pages) findings: Live<Vec<Finding>>,
    /// What its fields are judged by.
    pub(in crate::pages) forms: Live<OwnForms>,
    /// Whether the user may write in it at all; of a person's plan see [`OpenPlan::writes`]. The centre decides; the
    /// screen only does not offer what it would refuse.
    pub(in crate::pages) may_write: bool,
    /// Whose rights count, and what of a person's plan decides on them.
    pub(super) judged_by: StoredValue<(JournalState, Live<PlanFacts>)>,
    /// The local day.
    pub(in crate::pages) today: Live<NaiveDate>,
}

/// What fields are judged by, to be taken along into a command.
#[derive(Clone)]
pub(in crate::pages) struct OwnForms {
    /// The template.
    pub(in crate::pages) template: Arc<Template>,
    /// The sheets.
    pub(in crate::pages) sheets: Arc<Sheets>,
    /// The items on which running plans have answers.
    pub(in crate::pages) answered: Option<Answered>,
}

impl OwnForms {
    /// As the domain takes it.
    pub(in crate::pages) fn forms(&self) -> Forms<'_> {
        Forms {
            template: &self.template,
            sheets: &self.sheets,
            answered: self.answered.as_deref(),
        }
    }
}

impl OpenPlan {
    /// One person's plan, which goes by `template`.
    pub(in crate::pages) fn of_person(id: PlanId, template: Arc<Template>) -> Self {
        let plan = followed(id);
        let template = StoredValue::new(template);
        let journal = use_journal_state();
        let today: Live<NaiveDate> = use_view_state().day();
        let checklist = Live::memo(move || {
            today.get();
            plan.with(|plan| {
                template.with_value(|template| {
                    let facts = journal.facts(plan);
                    let closed = journal.ask(&facts, plan, template, |rights| rights.closed());
                    Checklist::less(plan, template, closed)
                })
            })
        });
        Self::new(id, plan, checklist, template, Live::constant(None), true)
    }

    /// The pages of prisons, in the directory.
    pub(in crate::pages) fn of_prisons(may_write: bool) -> Self {
        let written = followed(PlanId::DIRECTORY);
        Self::of_directory(written, newest(), Live::constant(None), may_write)
    }

    /// The template with its draft, in the directory.
    pub(in crate::pages) fn of_template(answered: Live<Option<Answered>>, may_write: bool) -> Self {
        let written = followed(PlanId::DIRECTORY);
        let template = newest();
        let drafted = Live::memo(move || {
            written.with(|plan| template.with_value(|template| draft::drafted(plan, template)))
        });
        Self::of_directory(drafted, template, answered, may_write)
    }

    fn of_directory(
        plan: Live<Plan>,
        template: StoredValue<Arc<Template>>,
        answered: Live<Option<Answered>>,
        may_write: bool,
    ) -> Self {
        let checklist = Live::constant(Checklist::default());
        let id = PlanId::DIRECTORY;
        Self::new(id, plan, checklist, template, answered, may_write)
    }

    fn new(
        id: PlanId,
        plan: Live<Plan>,
        checklist: Live<Checklist>,
        template: StoredValue<Arc<Template>>,
        answered: Live<Option<Answered>>,
        may_write: bool,
    ) -> Self {
        let today: Live<NaiveDate> = use_view_state().day();
        let sheets: Arc<Sheets> = use_reference_state().sheets();
        let forms = Live::derive(move || OwnForms {
            template: template.get_value(),
            sheets: Arc::clone(&sheets),
            answered: answered.get(),
        });
        let findings =
            Live::memo(move || plan.with(|plan| findings(plan, forms.get().forms(), today.get())));
        let journal = use_journal_state();
        let facts = Live::memo(move || {
            today.get();
            plan.with(|plan| journal.facts(plan))
        });
        Self {
            id,
            plan,
            checklist,
            template,
            findings,
            forms,
            may_write,
            judged_by: StoredValue::new((journal, facts)),
            today,
        }
    }
}

/// The newest version of the template.
fn newest() -> StoredValue<Arc<Template>> {
    let templates = use_journal_state().templates();
    StoredValue::new(templates.with_untracked(|templates| Arc::clone(templates.newest())))
}

/// Begins to read a plan, unless it is open: going from part to part reads nothing again.
pub(in crate::pages) fn begin_to_open(id: PlanId) {
    let journal = use_journal_state();
    use_read_state().opened(id);
    if !journal.plan().with_untracked(|plan| is(plan.as_ref(), id)) {
        leptos::task::spawn_local(journal.open_plan(id));
    }
}

/// What is drawn once the directory is open.
#[component]
pub(in crate::pages) fn InDirectory(children: ChildrenFn) -> impl IntoView {
    let journal = use_journal_state();
    begin_to_open(PlanId::DIRECTORY);
    let is_open = Live::memo(move || {
        let plan = journal.plan();
        plan.with(|plan| is(plan.as_ref(), PlanId::DIRECTORY))
    });
    view! {
        <Show
            when=move || is_open.get()
            fallback=|| view! { <Loader title=text::OPENING_SCREEN.to_owned() /> }
        >
            {children()}
        </Show>
    }
}

fn is(plan: Option<&Plan>, id: PlanId) -> bool {
    plan.is_some_and(|plan| plan.id == id)
}

/// The open plan as it changes; as it was last while another is open.
fn followed(id: PlanId) -> Live<Plan> {
    let journal = use_journal_state();
    Live::memo_after(move |last: Option<&Plan>| {
        let now: Option<Plan> = journal.plan().get().filter(|plan| plan.id == id);
        now.or_else(|| last.cloned())
            .unwrap_or_else(|| Plan::empty(id))
    })
}
