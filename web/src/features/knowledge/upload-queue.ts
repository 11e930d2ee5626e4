import type { Client } from 'urql';
import { Store } from '../../ui/store.ts';
import { uploadFile, type UploadOutcome } from './upload-file.ts';

export interface Upload {
  id: number;
  name: string;
  bytes: number;
  /** 0 to 1. */
  progress: number;
  /** Set once it is added; the row gives way to that of the document. */
  documentId: string | null;
  problem: string | null;
}

type Arrival = (file: File, outcome: Exclude<UploadOutcome, { kind: 'refused' }>) => void;

const AT_ONCE = 2;

/** Files on their way into one notebook, two at a time. Refused ones stay until they are dismissed. */
export class UploadQueue extends Store<{ uploads: readonly Upload[] }> {
  readonly #client: Client;
  readonly #notebookId: string;
  readonly #waiting: { id: number; file: File }[] = [];
  #aborter = new AbortController();
  #active = 0;
  #counter = 0;
  #onArrival: Arrival = () => undefined;

  constructor(client: Client, notebookId: string) {
    super({ uploads: [] });
    this.#client = client;
    this.#notebookId = notebookId;
  }

  /** The answer stops what is under way. */
  readonly start = (): (() => void) => {
    this.#aborter = new AbortController();
    return () => this.#aborter.abort();
  };

  /** One listener is told about each file that arrived. */
  readonly listen = (onArrival: Arrival): void => {
    this.#onArrival = onArrival;
  };

  readonly add = (files: Iterable<File>): void => {
    const fresh = [...files].map((file) => ({ id: (this.#counter += 1), file }));
    this.#waiting.push(...fresh);
    this.set({
      uploads: [
        ...this.state.uploads,
        ...fresh.map(({ id, file }) => ({
          id,
          name: file.name,
          bytes: file.size,
          progress: 0,
          documentId: null,
          problem: null,
        })),
      ],
    });
    this.#fill();
  };

  readonly dismiss = (id: number): void =>
    this.set({ uploads: this.state.uploads.filter((upload) => upload.id !== id) });

  #fill(): void {
    while (this.#active < AT_ONCE) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#active += 1;
      void this.#send(next.id, next.file);
    }
  }

  async #send(id: number, file: File): Promise<void> {
    const outcome = await uploadFile(this.#client, {
      notebookId: this.#notebookId,
      file,
      signal: this.#aborter.signal,
      onProgress: (progress) => this.#change(id, { progress }),
    });
    this.#active -= 1;
    if (outcome.kind === 'refused') this.#change(id, { problem: outcome.problem });
    else {
      if (outcome.kind === 'added') this.#change(id, { documentId: outcome.documentId });
      else this.dismiss(id);
      this.#onArrival(file, outcome);
    }
    this.#fill();
  }

  #change(id: number, change: Partial<Upload>): void {
    this.set({ uploads: this.state.uploads.map((upload) => (upload.id === id ? { ...upload, ...change } : upload)) });
  }
}
