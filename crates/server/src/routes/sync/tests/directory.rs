//! What devices may write in the directory.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::{FieldId, FieldValue, RowId, SheetId};

use super::*;

fn rejected(answer: &SyncResponse) -> Vec<(EntryId, RejectReason)> {
    let rejected = answer.rejected.iter();
    rejected.map(|one| (one.id, one.reason)).collect()
}

#[tokio::test]
async fn the_directory_takes_a_version_once_and_rows_of_ones_own_prison() {
    let app = TestApp::new().await;
    let (ingrid, admin) = (app.sign_in(INGRID).await, app.sign_in(ADMINISTRATOR).await);
    let published = |device: &TestDevice, words: &str| {
        let change = Change::TemplatePublished {
            template: 3,
            base: 2,
            items: BTreeMap::new(),
            words: words.to_owned(),
        };
        device.entry(PlanId::DIRECTORY, change)
    };
    let row = |prison: &str| {
        let change = Change::RowAdded {
            row: RowId(fresh_id()),
            sheet: SheetId::from("office-hours"),
            values: BTreeMap::from([(FieldId::from("prison"), FieldValue::one(prison))]),
        };
        ingrid.entry(PlanId::DIRECTORY, change)
    };
    let own: Entry = row("ullersmo");
    let Some(record) = own.change.record() else {
        panic!("a row is a record")
    };
    // In the same batch as the row itself.
    let edited = Change::FieldsSet {
        record,
        values: BTreeMap::from([(FieldId::from("place"), FieldValue::Text("B12".to_owned()))]),
    };
    let edited: Entry = ingrid.entry(PlanId::DIRECTORY, edited);
    let (foreign, hers) = (row("halden"), published(&ingrid, "Ingrids"));
    let batch = [own.clone(), edited.clone(), foreign.clone(), hers.clone()];
    let answer = ingrid.sync(None, &batch).await;
    let taken: BTreeSet<EntryId> = answer.receipts.iter().map(|one| one.id).collect();
    assert_eq!(taken, BTreeSet::from([own.id, edited.id]));
    let refused = rejected(&answer);
    let not_allowed = RejectReason::NotAllowed;
    assert_eq!(refused, [(foreign.id, not_allowed), (hers.id, not_allowed)]);

    let (first, second) = (published(&admin, "Første"), published(&admin, "Andre"));
    let answer = admin.sync(None, &[first.clone(), second.clone()]).await;
    assert_eq!(answer.receipts.len(), 1);
    let refused = rejected(&answer);
    assert_eq!(refused, [(second.id, RejectReason::VersionTaken)]);
    let news = entries_in(&ingrid.sync(None, &[]).await);
    assert!(news.iter().any(|stored| stored.entry == first));
}
