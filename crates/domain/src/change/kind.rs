//! The kinds of entries that this version knows, and the values in them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ErasureGround, FieldValue, Role, UnknownChange};
use crate::register::Record;
use crate::{
    AgencyId, AreaId, ConditionId, EntryId, FieldId, ItemId, NoteId, PrisonId, PublicLineId, RowId,
    SheetId, UserId,
};

/// One fact. Kinds and their fields are written by their place (see [`crate::form`]): a new kind goes just
/// before [`Change::Unknown`], and a kind that has been written never gets or loses a field. The lists of
/// values inside a kind ([`Status`], [`FieldValue`], …) are closed in the same way: an app that reads a member
/// that it does not know keeps the whole entry as [`Change::Unknown`]. What is to grow is a name from the
/// reference data ([`FieldId`], [`SheetId`]), which every version reads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub enum Change {
    /// A plan was opened for a person. It writes every field of the header that it names, and nothing beyond the header.
    PlanOpened {
        /// The person's name as the person uses it.
        name: String,
        /// The person's date of birth, if given.
        #[serde(with = "crate::day::optional")]
        birth_date: Option<NaiveDate>,
        /// The prison, which is also the log at the centre that the plan begins in.
        prison: PrisonId,
        /// The day that everything counts back from; `None` while nobody knows it.
        #[serde(with = "crate::day::optional")]
        release_date: Option<NaiveDate>,
        /// The version of the checklist template that the plan was made with.
        template: u32,
    },
    /// The person's name was corrected.
    PersonNamed {
        /// The new name.
        name: String,
    },
    /// The date of birth was set or taken away.
    BirthDateSet {
        /// The new date.
        #[serde(with = "crate::day::optional")]
        birth_date: Option<NaiveDate>,
    },
    /// The release date was set, moved or taken away; all deadlines follow.
    ReleaseDateSet {
        /// The new date.
        #[serde(with = "crate::day::optional")]
        release_date: Option<NaiveDate>,
    },
    /// It was answered whether a condition holds for the person.
    ConditionAnswered {
        /// Which condition of the template.
        condition: ConditionId,
        /// Whether it holds.
        applies: bool,
    },
    /// An item that the template does not have was added.
    ItemAdded {
        /// The new item's id.
        item: ItemId,
        /// The area that it stands in.
        area: AreaId,
        /// What is to be done.
        title: String,
    },
    /// An item's status was set.
    StatusSet {
        /// Which item.
        item: ItemId,
        /// The new status.
        status: Status,
        /// A word why, empty when none was given.
        why: String,
    },
    /// It was agreed who does an item.
    OwnerSet {
        /// Which item.
        item: ItemId,
        /// The administration that does it; `None` for the one that the template names.
        agency: Option<AgencyId>,
        /// The name of the one who does it, empty when none was given.
        person: String,
    },
    /// It was agreed when an item is to be done.
    DueSet {
        /// Which item.
        item: ItemId,
        /// By when.
        due: Due,
    },
    /// A note was written on the plan or on one of its items.
    NoteWritten {
        /// The new note's id.
        note: NoteId,
        /// The item that it is about; `None` for the whole plan.
        item: Option<ItemId>,
        /// What it says.
        text: String,
    },
    /// A note's text was corrected.
    NoteReworded {
        /// Which note.
        note: NoteId,
        /// What it says now.
        text: String,
    },
    /// A record was struck out as a mistake. Edits that the striker had not seen stay visible.
    RecordStruck {
        /// Which record.
        record: Record,
        /// Why.
        reason: String,
        /// The entries of the record that the striker saw as current.
        saw: BTreeSet<EntryId>,
    },
    /// A record that had been struck out counts again.
    RecordRestored {
        /// Which record.
        record: Record,
    },
    /// A user was listed in the directory, or the listing was changed.
    UserListed {
        /// Who.
        user: UserId,
        /// The user's own name, for showing who wrote what.
        name: String,
        /// The administration that the user works for.
        agency: AgencyId,
        /// What the user does there.
        role: Role,
        /// What else the user does there.
        further_roles: BTreeSet<Role>,
        /// The prisons that the user works in.
        prisons: BTreeSet<PrisonId>,
    },
    /// A row of a sheet was added: an appointment, a leave, a contact, …
    RowAdded {
        /// The new row's id.
        row: RowId,
        /// The sheet that it is a row of.
        sheet: SheetId,
        /// What was filled in.
        values: BTreeMap<FieldId, FieldValue>,
    },
    /// Fields of a record were filled in, changed or emptied: those named, and no others.
    FieldsSet {
        /// Which record.
        record: Record,
        /// What each field holds now.
        values: BTreeMap<FieldId, FieldValue>,
    },
    /// A version of the checklist template was published in the directory. It has all that differs from the version
    /// that ships, so nothing that is written later changes it.
    TemplatePublished {
        /// The new version's number.
        template: u32,
        /// The version that ships, on which it builds.
        base: u32,
        /// The fields in which items differ from that one's; all fields of items that it lacks.
        items: BTreeMap<ItemId, BTreeMap<FieldId, FieldValue>>,
        /// What is new, in words.
        words: String,
    },
    /// A plan goes by another version of the checklist template from now on.
    TemplateTaken {
        /// Which.
        template: u32,
    },
    /// The centre moved the plan to another prison's log, for a transfer of the person had come into force. Only the
    /// centre writes it.
    PlanMoved {
        /// The prison whose log the plan stands in from then on.
        prison: PrisonId,
    },
    /// Entries of the plan have lost their content. Only the centre says so, in the log that they stood in: what is left
    /// of them is this.
    Erased {
        /// Which.
        entries: BTreeSet<EntryId>,
        /// On which ground.
        ground: ErasureGround,
    },
    /// The centre let somebody read for some days what they may not read otherwise, for a reason that they gave (D5).
    /// Only the centre writes it.
    AccessOverridden {
        /// Who may read.
        user: UserId,
        /// The areas that were opened, though the person's consent is missing; none: only the plan.
        areas: BTreeSet<AreaId>,
        /// Whether the plan itself was opened, which lies outside the user's reach.
        opens_plan: bool,
        /// Why, in the user's words.
        reason: String,
        /// Until which day, that day included.
        #[serde(with = "crate::day")]
        until: NaiveDate,
    },
    /// A line on health matters, for those who may see no more of them ([`crate::public_line`]). Only the centre writes
    /// it, for only the centre sees for all of them what it follows from.
    PublicLineSet {
        /// Which line.
        line: PublicLineId,
        /// Whether all of it is arranged; `None`: there is nothing to arrange any longer.
        is_arranged: Option<bool>,
    },
    /// A kind that only a newer app knows, or one that cannot be read: kept, forwarded and skipped.
    #[serde(skip)]
    Unknown(UnknownChange),
}

impl Change {
    /// The kinds that this version knows, each at the place that is its number.
    pub const KINDS: [&'static str; 22] = [
        "PlanOpened",
        "PersonNamed",
        "BirthDateSet",
        "ReleaseDateSet",
        "ConditionAnswered",
        "ItemAdded",
        "StatusSet",
        "OwnerSet",
        "DueSet",
        "NoteWritten",
        "NoteReworded",
        "RecordStruck",
        "RecordRestored",
        "UserListed",
        "RowAdded",
        "FieldsSet",
        "TemplatePublished",
        "TemplateTaken",
        "PlanMoved",
        "Erased",
        "AccessOverridden",
        "PublicLineSet",
    ];

    /// Whether only the centre itself writes this kind: no right is enough to hand it in.
    pub fn is_centres_own(&self) -> bool {
        matches!(
            self,
            Self::PlanMoved { .. } | Self::AccessOverridden { .. } | Self::PublicLineSet { .. }
        ) || self.is_tombstone()
    }

    /// Whether it says only that entries were erased.
    pub fn is_tombstone(&self) -> bool {
        matches!(self, Self::Erased { .. })
    }
}

/// How far an item has come.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Nobody has looked at it yet.
    #[default]
    NotAssessed,
    /// The person needs help with it; nothing has begun.
    NeedsHelp,
    /// The person does not want it.
    Declined,
    /// An application or question was sent; the answer is not here.
    Waiting,
    /// Somebody works on it.
    UnderWay,
    /// It does not apply to this person.
    NotNeeded,
    /// It is arranged.
    Done,
}

impl Status {
    /// All of them, in the order in which a screen offers them.
    pub const ALL: [Self; 7] = [
        Self::NotAssessed,
        Self::NeedsHelp,
        Self::UnderWay,
        Self::Waiting,
        Self::Done,
        Self::NotNeeded,
        Self::Declined,
    ];

    /// The name on the wire and in test ids, such as `under-way`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAssessed => "not-assessed",
            Self::NeedsHelp => "needs-help",
            Self::Declined => "declined",
            Self::Waiting => "waiting",
            Self::UnderWay => "under-way",
            Self::NotNeeded => "not-needed",
            Self::Done => "done",
        }
    }

    /// Whether work is still to be done.
    pub fn is_open(self) -> bool {
        match self {
            Self::NotAssessed | Self::NeedsHelp | Self::UnderWay | Self::Waiting => true,
            Self::Declined | Self::NotNeeded | Self::Done => false,
        }
    }

    /// Whether somebody works on it, or waits for an answer.
    pub fn is_begun(self) -> bool {
        matches!(self, Self::UnderWay | Self::Waiting)
    }

    /// How ready the person is as far as this item goes: 0 (least) to 6. Of two answers on a day-one
    /// item the less ready one counts until someone chooses (D2).
    pub fn readiness(self) -> u8 {
        self as u8
    }
}

/// A status and the word why.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StatusValue {
    /// How far it has come.
    pub status: Status,
    /// A word why, or empty.
    pub why: String,
}

/// Who does an item.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Owner {
    /// The administration; `None` for the one that the template names.
    pub agency: Option<AgencyId>,
    /// The name of the one who does it, or empty.
    pub person: String,
}

/// By when an item is to be done.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Due {
    /// As the template says, relative to the release date.
    #[default]
    AsTemplate,
    /// On a day of its own, whatever the release date.
    On(#[serde(with = "crate::day")] NaiveDate),
    /// So many days before the release date; negative after it. It moves with that date.
    DaysBeforeRelease(i32),
}
