//! What the person consents to while a plan is opened: to whom, which areas, how it was given, until when.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Months, NaiveDate};
use leptos::prelude::*;
use overgang_domain::commands::{HowGiven, NewConsent};
use overgang_domain::finding::Forms;
use overgang_domain::sheet::Sheets;
use overgang_domain::{AgencyId, AreaId, PrisonId, Template, day};

use super::form::{Fault, Place, list};
use crate::aksel::{
    BodyLong, Checkbox, CheckboxGroup, DateField, Fieldset, Radio, RadioGroup, Switch, TextField,
};
use crate::live::{Live, drawn};
use crate::state::{
    Began, DraftField, DraftState, JournalState, Settled, use_journal_state, use_reference_state,
};
use crate::text::new_plan as text;

/// What a field that is switched on holds.
const ON: &str = "on";
/// The ways in which it can be given.
const WRITTEN: &str = "written";
const ORALLY: &str = "orally";
/// Which areas.
const ALL: &str = "all";
const SOME: &str = "some";

/// The fields, each of which keeps what is typed.
#[derive(Clone, Copy)]
pub(super) struct ConsentForm {
    shares: DraftField,
    recipients: DraftField,
    extent: DraftField,
    areas: DraftField,
    how: DraftField,
    witness: DraftField,
    until: DraftField,
}

impl ConsentForm {
    /// The fields; until a year from `today`, to the user's own administration, all areas, unless something was chosen.
    pub(super) fn new(drafts: DraftState, own: &AgencyId, today: NaiveDate) -> Self {
        let field =
            |place: &str| drafts.field(None, &format!("new/consent/{place}"), Began::default());
        let preset = |place: &str, value: &str| {
            let field = field(place);
            if field.text().with_untracked(String::is_empty) {
                field.preset(value);
            }
            field
        };
        let in_a_year = today.checked_add_months(Months::new(12)).unwrap_or(today);
        Self {
            shares: field("shares"),
            recipients: preset("recipients", own.as_str()),
            extent: preset("extent", ALL),
            areas: field("areas"),
            how: preset("how", WRITTEN),
            witness: field("witness"),
            until: preset("until", &in_a_year.to_string()),
        }
    }

    /// The fields, once their text is used up.
    pub(super) fn settle(self) -> Settled {
        let fields = [
            self.shares,
            self.recipients,
            self.extent,
            self.areas,
            self.how,
            self.witness,
            self.until,
        ];
        let fields = fields.into_iter();
        fields.fold(Settled::default(), |settled, field| {
            settled.and(field.settle())
        })
    }

    /// The areas that `agency` is given, of those in which a consent is asked for.
    pub(super) fn shared_with(
        self,
        agency: &AgencyId,
        asked: &BTreeSet<AreaId>,
    ) -> BTreeSet<AreaId> {
        let is_on: bool = self.shares.text().with(|text| text == ON);
        let chosen: Vec<String> = list(&self.recipients.text().get());
        if !is_on || !chosen.iter().any(|one| one == agency.as_str()) {
            return BTreeSet::new();
        }
        if self.extent.text().with(|text| text == ALL) {
            return asked.clone();
        }
        let chosen: BTreeSet<AreaId> = list(&self.areas.text().get())
            .into_iter()
            .map(AreaId)
            .collect();
        &chosen & asked
    }

    /// The consents, one for each recipient; what is wrong where one is not whole.
    pub(super) fn read(
        self,
        journal: JournalState,
        prison: &PrisonId,
        forms: Forms<'_>,
        today: NaiveDate,
    ) -> Result<Vec<NewConsent>, Vec<Fault>> {
        if !self.shares.text().with_untracked(|text| text == ON) {
            return Ok(Vec::new());
        }
        let until: Option<NaiveDate> = day::typed(self.until.text().get_untracked().trim());
        let witness: String = self.witness.text().get_untracked();
        let is_oral: bool = self.how.text().with_untracked(|how| how == ORALLY);
        let shared = journal
            .recipients(prison)
            .into_iter()
            .map(|(agency, asked)| {
                let areas = untrack(|| self.shared_with(&agency, &asked));
                (agency, areas)
            });
        let shared: Vec<(AgencyId, BTreeSet<AreaId>)> =
            shared.filter(|(_, areas)| !areas.is_empty()).collect();
        let is_alone: bool = list(&self.recipients.text().get_untracked()).is_empty();
        let faults = [
            (is_alone, Place::Recipients, text::NO_RECIPIENT),
            (!is_alone && shared.is_empty(), Place::Areas, text::NO_AREA),
            (
                is_oral && witness.trim().is_empty(),
                Place::Witness,
                text::NO_WITNESS,
            ),
            (
                until.is_none_or(|until| until < today),
                Place::Until,
                text::BAD_UNTIL,
            ),
        ];
        let faults: Vec<Fault> = faults
            .into_iter()
            .filter_map(|(is_wrong, place, words)| is_wrong.then_some((place, words)))
            .collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let how = || {
            if is_oral {
                HowGiven::Orally {
                    witness: witness.clone(),
                }
            } else {
                HowGiven::Written
            }
        };
        let given = shared.iter().map(|(agency, areas)| {
            NewConsent::new(forms, agency, areas, text::PURPOSE, how(), until, today)
        });
        let given: Result<Vec<NewConsent>, _> = given.collect();
        given.map_err(|_| vec![(Place::Until, text::BAD_UNTIL)])
    }
}

/// The part.
#[component]
pub(super) fn ConsentPart(
    form: StoredValue<ConsentForm>,
    /// The prison that is chosen.
    prison: Live<String>,
    /// What is wrong, by place.
    fault: Callback<Place, Live<Option<String>>>,
    /// The template, for the names of areas.
    known_by: StoredValue<(Arc<Template>, Arc<Sheets>)>,
) -> impl IntoView {
    let kept = form;
    let form: ConsentForm = kept.get_value();
    let is_on = Live::derive(move || form.shares.text().with(|text| text == ON));
    let switch = move |on: bool| {
        let text: &str = if on { ON } else { "" };
        form.shares.set(text.to_owned());
    };
    view! {
        <Fieldset legend=text::CONSENT>
            <Switch checked=is_on on_change=switch>{text::SHARES}</Switch>
            <Show
                when=move || is_on.get()
                fallback=|| view! { <BodyLong>{text::WITHOUT}</BodyLong> }
            >
                <BodyLong>{text::READ_ALOUD}</BodyLong>
                <Extent form=kept prison fault known_by />
                <RadioGroup
                    legend=text::HOW
                    value=form.how.text()
                    on_change=move |chosen: String| form.how.set(chosen)
                >
                    <Radio value=WRITTEN>{text::WRITTEN}</Radio>
                    <Radio value=ORALLY>{text::ORALLY}</Radio>
                </RadioGroup>
                <Show when=move || form.how.text().with(|how| how == ORALLY)>
                    <TextField
                        label=text::WITNESS
                        value=form.witness.text()
                        on_input=move |words| form.witness.set(words)
                        error=fault.run(Place::Witness)
                    />
                </Show>
                <DateField
                    label=text::UNTIL
                    value=form.until.text()
                    on_input=move |words| form.until.set_day(words)
                    error=fault.run(Place::Until)
                />
            </Show>
        </Fieldset>
    }
}

/// To whom, and which areas.
#[component]
fn Extent(
    form: StoredValue<ConsentForm>,
    prison: Live<String>,
    fault: Callback<Place, Live<Option<String>>>,
    known_by: StoredValue<(Arc<Template>, Arc<Sheets>)>,
) -> impl IntoView {
    let form: ConsentForm = form.get_value();
    let journal = use_journal_state();
    let reference = use_reference_state();
    let recipients = Live::memo(move || journal.recipients(&PrisonId(prison.get())));
    let chosen = Live::derive(move || list(&form.recipients.text().get()));
    let areas = Live::memo(move || {
        let chosen: Vec<String> = chosen.get();
        let asked: BTreeSet<AreaId> = recipients.with(|recipients| {
            let those = recipients
                .iter()
                .filter(|(agency, _)| chosen.contains(&agency.0));
            those.flat_map(|(_, areas)| areas.clone()).collect()
        });
        known_by.with_value(|(template, _)| {
            let known = template
                .areas
                .iter()
                .filter(|area| asked.contains(&area.id));
            known
                .map(|area| (area.id.to_string(), area.name.nb.clone()))
                .collect::<Vec<(String, String)>>()
        })
    });
    let box_of = |(id, words): (String, String)| view! { <Checkbox value=id>{words}</Checkbox> };
    view! {
        {drawn(move || {
            let recipients = recipients.get();
            let named = move |agency: AgencyId| {
                box_of((agency.to_string(), reference.agency_short_name(&agency)))
            };
            view! {
                <CheckboxGroup
                    legend=text::RECIPIENTS
                    value=chosen
                    error=fault.run(Place::Recipients)
                    on_change=Callback::new(move |ids: Vec<String>| form.recipients.set(ids.join(" ")))
                >
                    <div class="ov-conditions">
                        {recipients.into_iter().map(|(agency, _)| named(agency)).collect_view()}
                    </div>
                </CheckboxGroup>
            }
        })}
        <RadioGroup
            legend=text::AREAS
            value=form.extent.text()
            on_change=move |chosen: String| form.extent.set(chosen)
        >
            <Radio value=ALL>{text::ALL_AREAS}</Radio>
            <Radio value=SOME>{text::SOME_AREAS}</Radio>
        </RadioGroup>
        {drawn(move || {
            let is_some: bool = form.extent.text().with(|extent| extent == SOME);
            let areas = areas.get();
            is_some.then(|| {
                view! {
                    <CheckboxGroup
                        legend=text::CHOSEN_AREAS
                        value=Live::derive(move || list(&form.areas.text().get()))
                        error=fault.run(Place::Areas)
                        on_change=Callback::new(move |ids: Vec<String>| form.areas.set(ids.join(" ")))
                    >
                        <div class="ov-conditions">
                            {areas.into_iter().map(box_of).collect_view()}
                        </div>
                    </CheckboxGroup>
                }
            })
        })}
    }
}
