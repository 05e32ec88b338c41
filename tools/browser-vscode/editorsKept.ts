/** Runs in the page of a VS Code: whether what it has kept of its editors in the browser's storage holds a text. */
export const editorsKept = `async (text) => {
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const names = (await indexedDB.databases()).map(({ name }) => name);
  for (const name of names.filter((each) => each.startsWith('vscode-web-state-db-'))) {
    const database = await done(indexedDB.open(name));
    try {
      const store = database.transaction('ItemTable').objectStore('ItemTable');
      if (String(await done(store.get('memento/workbench.parts.editor'))).includes(text)) return true;
    } finally {
      database.close();
    }
  }
  return false;
}`;
