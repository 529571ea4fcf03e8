//! The fields of a new person, and the plan that they make.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::access::{Class, Viewer};
use overgang_domain::commands::{ChangePersonError, NewPlan};
use overgang_domain::finding::Forms;
use overgang_domain::sentence::Stay;
use overgang_domain::sheet::Sheets;
use overgang_domain::{AgencyId, ConditionId, PrisonId, SheetId, Template, day};

use super::consent_part::ConsentForm;
use crate::state::{Began, DraftField, DraftState, JournalState, Settled};
use crate::text::new_plan as text;

/// The fields, each of which keeps what is typed.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) number: DraftField,
    pub(super) name: DraftField,
    pub(super) birth: DraftField,
    pub(super) release: DraftField,
    pub(super) prison: DraftField,
    pub(super) stay: DraftField,
    pub(super) consent: ConsentForm,
    pub(super) answers: DraftField,
}

impl Form {
    /// The fields, with what lies in them.
    pub(super) fn new(drafts: DraftState, own: &AgencyId, today: NaiveDate) -> Self {
        let field = |place: &str| drafts.field(None, &format!("new/{place}"), Began::default());
        Self {
            number: field("number"),
            name: field("name"),
            birth: field("birth"),
            release: field("release"),
            prison: field("prison"),
            stay: field("stay"),
            consent: ConsentForm::new(drafts, own, today),
            answers: field("answers"),
        }
    }

    /// What most people will want, where nothing was chosen yet.
    pub(super) fn preset(self, prison: Option<&PrisonId>) {
        if let Some(prison) = prison
            && self.prison.text().with_untracked(String::is_empty)
        {
            self.prison.preset(prison.as_str());
        }
        if self.stay.text().with_untracked(String::is_empty) {
            self.stay.preset(Stay::Convicted.as_str());
        }
    }

    fn fields(&self) -> [&DraftField; 7] {
        [
            &self.number,
            &self.name,
            &self.birth,
            &self.release,
            &self.prison,
            &self.stay,
            &self.answers,
        ]
    }

    /// The fields, once their text is used up.
    pub(super) fn settle(self) -> Settled {
        let fields = self.fields().into_iter();
        fields.fold(self.consent.settle(), |settled, field| {
            settled.and(field.settle())
        })
    }

    /// What the user may write down of the person, with the consent that is chosen.
    pub(super) fn asked(
        self,
        journal: JournalState,
        template: &Template,
        sheets: &Sheets,
        today: NaiveDate,
    ) -> Asked {
        let viewer: Viewer = journal.viewer();
        let by_consent = viewer.table.areas_by_consent(viewer.reader.roles());
        let shared = self.consent.shared_with(&viewer.reader.agency, &by_consent);
        let may = |class: &Class| viewer.writes_in_new_plan(class, &shared, today);
        let may_fill_in = |sheet: &str| {
            let sheet = sheets.get(&SheetId::from(sheet));
            let class = sheet.and_then(|one| Some(Class::new(one.area.as_ref()?, one.sensitivity)));
            class.is_some_and(|class| may(&class))
        };
        let asked = template.conditions.iter().filter(|one| one.is_asked());
        let may_ask = asked.filter(|one| may(&Class::new(&one.area, one.sensitivity)));
        Asked {
            number: may_fill_in("person"),
            stay: may_fill_in("sentence"),
            conditions: may_ask.map(|one| one.id.to_string()).collect(),
        }
    }

    /// The plan as it was filled in; what is wrong where it cannot be opened like that.
    pub(super) fn to_plan(
        self,
        journal: JournalState,
        template: &Template,
        sheets: &Sheets,
        today: NaiveDate,
    ) -> Result<NewPlan, Vec<Fault>> {
        let (birth_date, release_date) = self.dates()?;
        let prison = PrisonId(self.prison.text().get_untracked());
        let forms = Forms {
            template,
            sheets,
            answered: None,
        };
        let consents = self.consent.read(journal, &prison, forms, today)?;
        let asked: Asked = untrack(|| self.asked(journal, template, sheets, today));
        let mut ticked = list(&self.answers.text().get_untracked());
        ticked.retain(|id| asked.conditions.contains(id));
        let answers = ticked.into_iter().map(|id| (ConditionId(id), true));
        let number: String = self.number.text().get_untracked();
        let chosen: String = self.stay.text().get_untracked();
        let mut stays = Stay::ALL.into_iter().filter(|_| asked.stay);
        Ok(NewPlan {
            name: self.name.text().get_untracked(),
            birth_date,
            national_id: (asked.number && !number.trim().is_empty()).then_some(number),
            prison,
            release_date,
            stay: stays.find(|stay| stay.as_str() == chosen),
            template: template.version(),
            consents,
            answers: answers.collect(),
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
}

/// What the user may write down of the person.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// The national identity number.
    pub(super) number: bool,
    /// The kind of stay.
    pub(super) stay: bool,
    /// These conditions.
    pub(super) conditions: BTreeSet<String>,
}

/// A field in which something can be wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Number,
    Name,
    Birth,
    Release,
    Recipients,
    Areas,
    Witness,
    Until,
}

/// What is wrong, and at which field.
pub(super) type Fault = (Place, &'static str);

/// The field at which a refusal is said.
pub(super) fn place(refusal: ChangePersonError) -> Place {
    match refusal {
        ChangePersonError::NoNumber | ChangePersonError::NumberOfOtherBirth => Place::Number,
        ChangePersonError::NameMissing | ChangePersonError::NameTooLong => Place::Name,
        ChangePersonError::BornInFuture | ChangePersonError::AdmittedBeforeBirth => Place::Birth,
        ChangePersonError::ReleasedBeforeAdmission | ChangePersonError::ReleasedBeforeBirth => {
            Place::Release
        }
    }
}

/// The ids in a field that holds several.
pub(super) fn list(text: &str) -> Vec<String> {
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
