//! What happens when several do the same at once.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_open_one_plan_at_the_same_time_one_log_gets_it() {
    let database = TestDatabase::new().await;
    let stores = [database.open().await, database.open().await];
    let writer = writer_of(&founded(stores[0].as_ref()).await);
    let plan = PlanId(fresh_id());
    let id = EntryId(fresh_id());
    let mut handing_in = Vec::new();
    for number in 0..16 {
        let mut entry = opening(&writer, if number < 8 { "one" } else { "two" });
        entry.plan = plan;
        // Every second one is the same entry, as from a device that repeats itself.
        if number % 2 == 0 {
            entry.id = id;
        }
        let store = Arc::clone(&stores[number % 3 % 2]);
        let writer = writer.clone();
        handing_in.push(tokio::spawn(async move {
            store
                .take_in(&writer, &rules(), vec![entry], Chain::After(None), 7, None)
                .await
                .unwrap()
        }));
    }
    let mut taken: usize = 0;
    for one in handing_in {
        let answer: TakenIn = one.await.unwrap();
        assert_eq!(answer.receipts.len() + answer.rejected.len(), 1);
        taken += answer.receipts.len();
    }
    // All of the prison that came first, its repeated entry four times.
    assert_eq!(taken, 8);
    let entries = stores[0].plan_entries(plan).await.unwrap();
    assert_eq!(entries.len(), 5);
    let prisons: BTreeSet<String> = entries
        .iter()
        .map(|stored| format!("{:?}", stored.entry.change))
        .collect();
    assert_eq!(prisons.len(), 1, "{prisons:?}");
    let finding = verify_ledger(stores[1].as_ref()).await.unwrap();
    assert_eq!(finding, Finding::Whole { entries: 5 });
}
