import DataLoader from 'dataloader';

/** Batch loaders of one request, by name: fields that load in the same tick share one statement. */
export class LoaderCache {
  readonly #loaders = new Map<string, unknown>();

  /**
   * The loader of that name, made on first use. One name must always stand for one loader.
   * @param load answers in the order of the keys; null = not found
   */
  loader<Key, Value>(
    name: string,
    load: (keys: readonly Key[]) => Promise<readonly (Value | Error)[]>,
  ): DataLoader<Key, Value> {
    const known = this.#loaders.get(name);
    if (known instanceof DataLoader) return known;
    const made = new DataLoader<Key, Value>(load);
    this.#loaders.set(name, made);
    return made;
  }
}
