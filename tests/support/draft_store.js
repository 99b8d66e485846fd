/** A draft that is kept in this page alone, with the interface of editing/store.js. */
export class DraftStore extends EventTarget {
  #done = [];
  #undone = [];
  status = { state: "saved", waiting: 0, savedAt: null };

  static async open({ branch, draft }) {
    const answer = await fetch(`/api/v1/branches/${branch}/drafts/${draft}`);
    const store = new DraftStore();
    store.plan = (await answer.json()).plan;
    window.store = store;
    return store;
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  find(kind, id) {
    return (this.plan[kind] ?? []).find((thing) => thing.id === id);
  }

  apply(changes) {
    this.#undone = [];
    this.#put(changes, this.#done);
  }

  undo() {
    this.#put(this.#done.pop(), this.#undone);
  }

  redo() {
    this.#put(this.#undone.pop(), this.#done);
  }

  resolve(choices) {
    this.resolved = choices;
  }

  /** As if somebody had done something elsewhere. */
  tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }

  tellStatus(status) {
    this.status = { ...this.status, ...status };
    this.dispatchEvent(new Event("status"));
  }

  #put(changes, inverses) {
    inverses.push(changes.map(({ kind, id }) => ({ kind, id, value: this.find(kind, id) ?? null })));
    const plan = { ...this.plan };
    for (const { kind, id, value } of changes) {
      const things = [...(plan[kind] ?? [])];
      const at = things.findIndex((thing) => thing.id === id);
      things.splice(at < 0 ? things.length : at, at < 0 ? 0 : 1, ...(value === null ? [] : [value]));
      plan[kind] = things;
    }
    this.plan = plan;
    this.tell("change", { changes, own: true });
    this.tellStatus({ savedAt: new Date() });
  }
}
