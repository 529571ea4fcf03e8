//! Backups for tests: taken while a centre goes on, and restored into another one.

use std::path::PathBuf;
use std::sync::Arc;

use crate::copying::{Epoch, copy_centre};
use crate::database::Database;
use crate::erasures_file::{ErasuresFile, Line};
use crate::storage::LedgerStore;
use crate::test_app::TestApp;
use crate::test_database::TestDatabase;

/// A backup, and the file of what must not come back with it.
pub(crate) struct TestBackup {
    store: Arc<dyn LedgerStore>,
    file: ErasuresFile,
    folder: tempfile::TempDir,
}

impl TestBackup {
    /// Backs up what `app` has now; from now on it writes into the file.
    pub(crate) async fn of(app: &mut TestApp) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::File(folder.path().join("backup.db"));
        let store = database.open(true).await.unwrap();
        let copied = copy_centre(app.store.as_ref(), store.as_ref(), Epoch::Raised, &[]).await;
        copied.unwrap();
        let file = ErasuresFile::at(&folder.path().join("erasures.jsonl"));
        app.centre.erasures = Some(file.clone());
        app.serve_anew();
        Self {
            store,
            file,
            folder,
        }
    }

    /// A centre on a new database, into which it was restored with the file.
    pub(crate) async fn restore(&self, app: &TestApp) -> TestApp {
        self.restore_with(app, &self.lines()).await
    }

    /// The same, with these lines.
    pub(crate) async fn restore_with(&self, app: &TestApp, lines: &[Line]) -> TestApp {
        copied(self.store.as_ref(), Epoch::Raised, lines, app).await
    }

    /// Where the file is.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("erasures.jsonl")
    }

    /// The lines of the file.
    pub(crate) fn lines(&self) -> Vec<Line> {
        self.file.read().unwrap()
    }
}

/// A centre of the same world as `app` on a copy of `store`.
pub(crate) async fn copied(
    store: &dyn LedgerStore,
    epoch: Epoch,
    lines: &[Line],
    app: &TestApp,
) -> TestApp {
    let database = TestDatabase::new().await;
    let copy = database.open().await;
    copy_centre(store, copy.as_ref(), epoch, lines)
        .await
        .unwrap();
    copy.close().await;
    let opened = TestApp::try_open(database, app.centre.realm).await;
    opened.unwrap()
}
