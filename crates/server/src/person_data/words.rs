//! What a person is told in words: bokmål, as the screens have it.

use overgang_domain::directory::Directory;
use overgang_domain::reference::Reference;
use overgang_domain::register::{Record, Register, Value};
use overgang_domain::sheet::SheetField;
use overgang_domain::{
    AgencyId, Due, FieldId, FieldValue, ItemId, Owner, Plan, PublicLineId, Status, StatusValue,
    Template, UserId, need,
};

/// What says whose plan it is: id and name.
pub(super) const HEADER: (&str, &str) = ("header", "Om planen");
/// What no area has.
pub(super) const OTHER: (&str, &str) = ("other", "Annet");

const EMPTY: &str = "(tomt)";

/// By what something is put into words.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) reference: &'a Reference,
    pub(super) plan: &'a Plan,
    pub(super) template: &'a Template,
    pub(super) directory: &'a Directory,
}

impl Words<'_> {
    /// A user's name.
    pub(super) fn user(&self, user: UserId) -> String {
        if user == UserId::CENTRE {
            return "Sentralen".to_owned();
        }
        let listing = self.directory.get(user);
        listing.map_or_else(|| "Ukjent bruker".to_owned(), |known| known.name.clone())
    }

    /// The administration that a user works for.
    pub(super) fn agency_of(&self, user: UserId) -> AgencyId {
        let listing = self.directory.get(user);
        listing.map_or_else(
            || AgencyId::from("unknown"),
            |listing| listing.agency.clone(),
        )
    }

    /// An administration's name.
    pub(super) fn agency(&self, id: &AgencyId) -> String {
        match id.as_str() {
            "unknown" => "Ukjent etat".to_owned(),
            "centre" => "Den som driver sentralen".to_owned(),
            _ => {
                let known = self.reference.agencies.get(id);
                known.map_or_else(|| id.to_string(), |agency| agency.name.nb.clone())
            }
        }
    }

    /// What a record is.
    pub(super) fn about(&self, record: Option<&Record>) -> String {
        match record {
            Some(Record::Header) => "Planen".to_owned(),
            Some(Record::Item(item)) => self.item(item),
            Some(Record::Note(note)) => match self.plan.note_item(*note) {
                Some(item) => format!("Notat om {}", self.item(&item)),
                None => "Notat".to_owned(),
            },
            Some(Record::Row(row)) => {
                let sheet = self.plan.sheet_of(*row);
                let sheet = sheet.and_then(|sheet| self.reference.sheets.get(&sheet));
                sheet.map_or_else(|| "Rad".to_owned(), |sheet| sheet.name.nb.clone())
            }
            Some(Record::Round(round)) => {
                let mut rounds = self.template.needs.rounds.iter();
                let known = rounds.find(|known| known.id == *round);
                known.map_or_else(|| round.to_string(), |known| known.name.nb.clone())
            }
            Some(Record::User(_) | Record::Template(_)) | None => {
                "Noe som denne sentralen ikke kan lese".to_owned()
            }
        }
    }

    /// What a field is called.
    pub(super) fn field(&self, register: &Register) -> String {
        let word = match register {
            Register::Name => "Navn",
            Register::BirthDate => "Fødselsdato",
            Register::Prison => "Fengsel",
            Register::Home => "Fengselet som har planen",
            Register::Override(user) => return format!("Nødinnsyn for {}", self.user(*user)),
            Register::PublicLine(line) => return public_line(line).to_owned(),
            Register::ReleaseDate => "Løslatelsesdato",
            Register::Template => "Mal",
            Register::ItemTitle(_) => "Punkt lagt til",
            Register::Status(_) => "Status",
            Register::Owner(_) => "Hvem gjør det",
            Register::Due(_) => "Frist",
            Register::NoteItem(_) => "Gjelder",
            Register::NoteText(_) => "Tekst",
            Register::Struck(_) => "Strøket",
            Register::Sheet(_) => "Ark",
            Register::Listing(_) | Register::Edition(_) => "Annet",
            Register::Condition(condition) => {
                let mut known = self.template.conditions.iter();
                let known = known.find(|known| known.id == *condition);
                return known.map_or_else(|| condition.to_string(), |one| one.label.nb.clone());
            }
            Register::Field(Record::Round(_), field) => return self.round_field(field),
            Register::Field(record, field) => {
                let known = self.sheet_field(record, field);
                return known.map_or_else(|| field.to_string(), |known| known.label.nb.clone());
            }
        };
        word.to_owned()
    }

    /// What stands in a field.
    pub(super) fn value(&self, register: &Register, value: &Value) -> String {
        match value {
            Value::Text(text) => text.clone(),
            Value::Date(Some(day)) => day.format("%-d.%-m.%Y").to_string(),
            Value::Date(None) => "ikke kjent".to_owned(),
            Value::Prison(prison) => {
                let known = self.reference.prisons.get(prison);
                known.map_or_else(|| prison.to_string(), |prison| prison.name.clone())
            }
            Value::Template(version) => format!("versjon {version}"),
            Value::Applies(applies) => if *applies { "Ja" } else { "Nei" }.to_owned(),
            Value::Arranged(Some(true)) => "Ordnet".to_owned(),
            Value::Arranged(Some(false)) => "Ikke ordnet ennå".to_owned(),
            Value::Arranged(None) => "Ikke sagt ennå".to_owned(),
            Value::Added(_, title) => title.clone(),
            Value::Status(StatusValue { status, why }) => with_more(status_word(*status), why),
            Value::Owner(Owner { agency, person }) => {
                let agency = agency.as_ref().map(|agency| self.agency(agency));
                with_more(
                    &agency.unwrap_or_else(|| "Som malen sier".to_owned()),
                    person,
                )
            }
            Value::Due(due) => due_words(*due),
            Value::About(item) => item
                .as_ref()
                .map_or_else(|| "hele planen".to_owned(), |item| self.item(item)),
            Value::Struck(Some(strike)) => strike.reason.clone(),
            Value::Struck(None) => "Gjelder igjen".to_owned(),
            Value::Sheet(sheet) => {
                let known = self.reference.sheets.get(sheet);
                known.map_or_else(|| sheet.to_string(), |known| known.name.nb.clone())
            }
            Value::Field(held) => self.held(register, held),
            Value::Override(opened) => {
                let areas = opened.areas.iter().map(|area| {
                    let mut known = self.template.areas.iter();
                    let known = known.find(|known| known.id == *area);
                    known.map_or_else(|| area.to_string(), |known| known.name.nb.clone())
                });
                let plan = opened.opens_plan.then(|| "planen".to_owned());
                let opened_parts: Vec<String> = plan.into_iter().chain(areas).collect();
                let until = opened.until.format("%-d.%-m.%Y");
                let parts = opened_parts.join(", ");
                format!("{parts} til og med {until}: {}", opened.reason)
            }
            Value::Listing(_) | Value::Edition(_) => EMPTY.to_owned(),
        }
    }

    fn held(&self, register: &Register, held: &FieldValue) -> String {
        match held {
            FieldValue::Empty => EMPTY.to_owned(),
            FieldValue::Text(text) => text.clone(),
            FieldValue::Day(day) => day.format("%-d.%-m.%Y").to_string(),
            FieldValue::Clock(minutes) => format!("kl. {:02}.{:02}", minutes / 60, minutes % 60),
            FieldValue::Number(number) => number.to_string(),
            FieldValue::Chosen(chosen) => {
                let field = if let Register::Field(record, field) = register {
                    self.sheet_field(record, field)
                } else {
                    None
                };
                let words: Vec<String> = chosen.iter().map(|id| self.option(field, id)).collect();
                words.join(", ")
            }
        }
    }

    /// What can be chosen is an option of the field, or the id of something that has a name.
    fn option(&self, field: Option<&SheetField>, id: &str) -> String {
        let mut options = field.into_iter().flat_map(|field| &field.options);
        if let Some(option) = options.find(|option| option.id == id) {
            return option.label.nb.clone();
        }
        if let Ok(user) = id.parse::<UserId>()
            && let Some(listing) = self.directory.get(user)
        {
            return listing.name.clone();
        }
        let agency = self.reference.agencies.get(&AgencyId::from(id));
        let mut areas = self.template.areas.iter();
        let area = areas.find(|area| area.id.as_str() == id);
        let prison = self.reference.prisons.get(&id.into());
        let name = agency
            .map(|agency| agency.name.nb.clone())
            .or_else(|| area.map(|area| area.name.nb.clone()))
            .or_else(|| prison.map(|prison| prison.name.clone()));
        match (name, id) {
            (Some(name), _) => name,
            (None, "yes") => "Ja".to_owned(),
            (None, "no") => "Nei".to_owned(),
            (None, id) => self.item(&ItemId::from(id)),
        }
    }

    fn item(&self, item: &ItemId) -> String {
        if let Some(known) = self.template.item(item) {
            return known.title.nb.clone();
        }
        let record = Record::Item(item.clone());
        let title = Register::ItemTitle(item.clone());
        let mut fields = self.plan.fields_of(&record);
        let added = fields.find(|(register, _)| **register == title);
        let added = added.and_then(|(_, values)| values.heads().into_iter().next());
        if let Some((_, write)) = added
            && let Value::Added(_, title) = &write.value
        {
            title.clone()
        } else {
            item.to_string()
        }
    }

    fn sheet_field(&self, record: &Record, field: &FieldId) -> Option<&SheetField> {
        self.reference.sheets.field_of(self.plan, record, field)
    }

    /// A need, a question or a whole area that was passed over, and the words beside them.
    fn round_field(&self, field: &FieldId) -> String {
        let needs = self.template.needs.needs.iter();
        let needs = needs.map(|need| (&need.id, &need.title.nb));
        let questions = self.template.questions.iter();
        let questions = questions.map(|question| (&question.id, &question.prompt.nb));
        for (id, title) in needs.chain(questions) {
            if id == field {
                return title.clone();
            }
            if need::words_field(id) == *field {
                return format!("{title} – med ord");
            }
        }
        let mut areas = self.template.areas.iter();
        let skipped = areas.find(|area| need::skip_field(&area.id) == *field);
        skipped.map_or_else(
            || field.to_string(),
            |area| format!("{} – hoppet over", area.name.nb),
        )
    }
}

fn with_more(word: &str, more: &str) -> String {
    if more.is_empty() {
        word.to_owned()
    } else {
        format!("{word}: {more}")
    }
}

fn due_words(due: Due) -> String {
    match due {
        Due::AsTemplate => "Som malen sier".to_owned(),
        Due::On(day) => day.format("%-d.%-m.%Y").to_string(),
        Due::DaysBeforeRelease(days) if days < 0 => {
            format!("{} dager etter løslatelsen", days.unsigned_abs())
        }
        Due::DaysBeforeRelease(days) => format!("{days} dager før løslatelsen"),
    }
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::NotAssessed => "Ikke vurdert",
        Status::NeedsHelp => "Trenger hjelp",
        Status::UnderWay => "I gang",
        Status::Waiting => "Venter på svar",
        Status::Done => "Ferdig",
        Status::NotNeeded => "Ikke behov",
        Status::Declined => "Ønsker ikke",
    }
}

/// What a line on health matters is called.
fn public_line(line: &PublicLineId) -> &str {
    match line.as_str() {
        "medicine" => "Medisin til de første dagene",
        "appointment" => "Timer hos helsetjenesten",
        "information" => "Helseopplysninger og samtaler om helse",
        "other" => "Annet som helsetjenesten ordner",
        "light-medicine" => "Medisin på løslatelsesdagen",
        other => other,
    }
}
