//! A new person: name, dates, prison, and what holds for the person.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::commands::{ChangePersonError, NewPlan, open_plan};
use overgang_domain::sentence::Stay;
use overgang_domain::{ConditionId, PlanId, PrisonId, Template, TemplateVersion, day};

use crate::aksel::{
    BodyLong, Button, ButtonVariant, Checkbox, CheckboxGroup, DateField, ErrorMessage, Heading,
    HeadingLevel, HeadingSize, MessageStatus, Radio, RadioGroup, Select, TextField,
};
use crate::components::{NumberWarning, PlanLinks};
use crate::live::{Live, LiveCell};
use crate::page::{Page, PlanPart};
use crate::state::{
    ActError, Began, DraftField, DraftState, Settled, use_draft_state, use_journal_state,
    use_reference_state, use_route_state, use_view_state,
};
use crate::text::new_plan as text;

/// The kinds of stay.
const STAYS: [(Stay, &str); 5] = [
    (Stay::Convicted, text::CONVICTED),
    (Stay::Remand, text::REMAND),
    (Stay::PreventiveDetention, text::DETENTION),
    (Stay::FineDefault, text::FINE_DEFAULT),
    (Stay::ElectronicMonitoring, text::MONITORING),
];

/// The fields, each of which keeps what is typed.
#[derive(Clone, Copy)]
struct Form {
    name: DraftField,
    birth: DraftField,
    release: DraftField,
    prison: DraftField,
    stay: DraftField,
    answers: DraftField,
}

impl Form {
    fn new(drafts: DraftState) -> Self {
        let field = |place: &str| drafts.field(None, &format!("new/{place}"), Began::default());
        Self {
            name: field("name"),
            birth: field("birth"),
            release: field("release"),
            prison: field("prison"),
            stay: field("stay"),
            answers: field("answers"),
        }
    }

    /// What most people will want, where nothing was chosen yet.
    fn preset(self, prison: Option<&PrisonId>) {
        if let Some(prison) = prison
            && self.prison.text().with_untracked(String::is_empty)
        {
            self.prison.preset(prison.as_str());
        }
        if self.stay.text().with_untracked(String::is_empty) {
            self.stay.preset(Stay::Convicted.as_str());
        }
    }

    fn fields(&self) -> [&DraftField; 6] {
        [
            &self.name,
            &self.birth,
            &self.release,
            &self.prison,
            &self.stay,
            &self.answers,
        ]
    }

    fn settle(self) -> Settled {
        let fields = self.fields().into_iter();
        fields.fold(Settled::default(), |settled, field| {
            settled.and(field.settle())
        })
    }

    /// Birth and release; where one of them cannot be read, what is wrong.
    fn dates(self) -> Result<(Option<NaiveDate>, Option<NaiveDate>), Vec<Fault>> {
        let (birth, release) = (read_date(&self.birth), read_date(&self.release));
        let unread = [
            (Place::Birth, birth.is_err()),
            (Place::Release, release.is_err()),
        ];
        let unread = unread.into_iter().filter(|(_, is_bad)| *is_bad);
        let faults: Vec<Fault> = unread.map(|(place, _)| (place, text::BAD_DATE)).collect();
        birth.ok().zip(release.ok()).ok_or(faults)
    }

    fn read(
        self,
        birth_date: Option<NaiveDate>,
        release_date: Option<NaiveDate>,
        template: TemplateVersion,
    ) -> NewPlan {
        let ticked = list(&self.answers.text().get_untracked());
        let chosen: String = self.stay.text().get_untracked();
        let answers = ticked.into_iter().map(|id| (ConditionId(id), true));
        NewPlan {
            name: self.name.text().get_untracked(),
            birth_date,
            prison: PrisonId(self.prison.text().get_untracked()),
            release_date,
            stay: Stay::ALL.into_iter().find(|stay| stay.as_str() == chosen),
            template,
            answers: answers.collect::<BTreeMap<_, _>>(),
        }
    }
}

/// The page.
#[component]
pub fn NewPlanPage() -> impl IntoView {
    let journal = use_journal_state();
    let reference = use_reference_state();
    let view_state = use_view_state();
    let template: Arc<Template> = journal
        .templates()
        .with_untracked(|templates| Arc::clone(templates.newest()));
    let version = template.version();
    let form = Form::new(use_draft_state());
    let known: Vec<PrisonId> = journal.session().user.prisons.into_iter().collect();
    form.preset(known.first());
    let Form {
        name,
        birth,
        release,
        prison,
        stay,
        answers,
    } = form;
    let prisons: Vec<(String, String)> = known
        .iter()
        .map(|id| (id.to_string(), reference.prison_name(id)))
        .collect();
    let faults: LiveCell<Vec<Fault>> = LiveCell::new(Vec::new());
    let chosen = Live::derive(move || list(&answers.text().get()));
    let route = use_route_state();
    let on_save = Callback::new(move |_| {
        let (birth_date, release_date) = match form.dates() {
            Ok(dates) => dates,
            Err(unread) => return faults.set(unread),
        };
        faults.set(Vec::new());
        let today: NaiveDate = view_state.today();
        let new: NewPlan = form.read(birth_date, release_date, version);
        // Release from remand comes without warning: the sheet for the day comes first.
        let part: PlanPart = match new.stay {
            Some(Stay::Remand) => PlanPart::ReleaseSheet,
            _ => PlanPart::default(),
        };
        journal.act(
            PlanId::DIRECTORY,
            form.settle(),
            move |pen, _| open_plan(pen, new, today),
            move |saved| match saved {
                Ok(plan) => route.go(Page::Plan(plan, part)),
                Err(ActError::Refused(why)) => {
                    faults.set(vec![(place(why), text::refused(why))]);
                }
                Err(ActError::NotSaved) => {}
            },
        );
    });
    let at = move |place: Place| {
        Live::derive(move || {
            faults.with(|faults| {
                let fault = faults.iter().find(|(at, _)| *at == place);
                fault.map(|(_, words)| (*words).to_owned())
            })
        })
    };
    // Beside the button that was pressed: the field itself may lie far above.
    let refused = move || {
        let said: Vec<&str> =
            faults.with(|faults| faults.iter().map(|(_, words)| *words).collect());
        (!said.is_empty()).then(|| {
            let words: String = format!("{} {}", text::MEND, said.join(" "));
            view! { <ErrorMessage>{words}</ErrorMessage> }
        })
    };
    view! {
        <Heading level=HeadingLevel::One size=HeadingSize::Large>{text::TITLE}</Heading>
        <BodyLong>{text::LEAD}</BodyLong>
        <div class="ov-form">
            <Name name birth error=at(Place::Name) />
            <Select
                label=text::PRISON
                value=prison.text()
                on_change=move |chosen: String| prison.set(chosen)
                options=Live::constant(prisons)
            />
            <RadioGroup
                legend=text::STAY
                value=stay.text()
                on_change=move |chosen: String| stay.set(chosen)
            >
                {STAYS.map(|(stay, words)| view! { <Radio value=stay.as_str()>{words}</Radio> }).collect_view()}
            </RadioGroup>
            <Dates birth release birth_error=at(Place::Birth) release_error=at(Place::Release) />
            <Questions boxes=questions(&template) chosen on_change=Callback::new(move |ids: Vec<String>| {
                answers.set(ids.join(" "));
            }) />
            <div role="alert">{refused}</div>
            <div class="ov-actions">
                <Button on_click=on_save>{text::SAVE}</Button>
                <Button
                    variant=ButtonVariant::Tertiary
                    on_click=Callback::new(move |_| route.go(Page::Plans))
                >
                    {text::CANCEL}
                </Button>
            </div>
        </div>
    }
}

/// A field in which something can be wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Name,
    Birth,
    Release,
}

/// What is wrong, and at which field.
type Fault = (Place, &'static str);

/// The field at which a refusal is said.
fn place(refusal: ChangePersonError) -> Place {
    match refusal {
        ChangePersonError::NameMissing | ChangePersonError::NameTooLong => Place::Name,
        ChangePersonError::BornInFuture | ChangePersonError::AdmittedBeforeBirth => Place::Birth,
        ChangePersonError::ReleasedBeforeAdmission | ChangePersonError::ReleasedBeforeBirth => {
            Place::Release
        }
    }
}

/// The name, with who it may be.
#[component]
fn Name(name: DraftField, birth: DraftField, error: Live<Option<String>>) -> impl IntoView {
    view! {
        <TextField
            label=text::NAME
            value=name.text()
            on_input=move |words| name.set(words)
            error=error
        />
        <NumberWarning text=name.text() />
        <Known name birth />
    }
}

/// Plans that are likely of the same person, before another one is opened.
#[component]
fn Known(name: DraftField, birth: DraftField) -> impl IntoView {
    let journal = use_journal_state();
    let known = Live::memo(move || {
        let born: Option<NaiveDate> = day::typed(birth.text().get().trim());
        name.text().with(|name| {
            journal.summaries().with(|summaries| {
                let known = summaries
                    .values()
                    .filter(|one| one.is_likely_of(name, born));
                known
                    .map(|one| (one.id, one.name.clone()))
                    .collect::<Vec<(PlanId, String)>>()
            })
        })
    });
    view! { <PlanLinks message=text::KNOWN status=MessageStatus::Warning plans=known /> }
}

/// The dates, with what is wrong with them at the field.
#[component]
fn Dates(
    birth: DraftField,
    release: DraftField,
    birth_error: Live<Option<String>>,
    release_error: Live<Option<String>>,
) -> impl IntoView {
    view! {
        <DateField
            label=text::RELEASE_DATE
            description=Some(text::RELEASE_HELP.to_owned())
            value=release.text()
            on_input=move |words| release.set_day(words)
            error=release_error
        />
        <DateField
            label=text::BIRTH_DATE
            value=birth.text()
            on_input=move |words| birth.set_day(words)
            error=birth_error
        />
    }
}

/// What holds for the person, to be ticked.
#[component]
fn Questions(
    boxes: Vec<(String, String)>,
    chosen: Live<Vec<String>>,
    on_change: Callback<Vec<String>>,
) -> impl IntoView {
    view! {
        <CheckboxGroup
            legend=text::QUESTIONS
            description=Some(text::QUESTIONS_HELP.to_owned())
            value=chosen
            on_change=on_change
        >
            <div class="ov-conditions">
                {boxes
                    .into_iter()
                    .map(|(id, label)| view! { <Checkbox value=id>{label}</Checkbox> })
                    .collect_view()}
            </div>
        </CheckboxGroup>
    }
}

/// The conditions that somebody can answer, less the kinds of stay: ids and words.
fn questions(template: &Template) -> Vec<(String, String)> {
    let asked = template.conditions.iter().filter(|one| one.is_asked());
    asked
        .map(|one| (one.id.to_string(), one.label.nb.clone()))
        .collect()
}

fn list(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// The day that was typed; none where the field is empty.
fn read_date(field: &DraftField) -> Result<Option<NaiveDate>, NoDay> {
    match field.text().get_untracked().trim() {
        "" => Ok(None),
        text => day::typed(text).map(Some).ok_or(NoDay),
    }
}

/// What was typed is no day.
struct NoDay;
