import { UnknownDocumentError } from './errors.ts';

/** Codegen and some clients write `sha256:<hex>`, others the hex alone. */
const withoutPrefix = (hash: string): string => hash.replace(/^sha256:/u, '');

/** Documents of our own clients by SHA-256, as codegen wrote them. Only these may be sent by a browser session. */
export class TrustedDocuments {
  readonly #documents: ReadonlyMap<string, string>;

  constructor(manifest: Readonly<Record<string, string>>) {
    this.#documents = new Map(Object.entries(manifest).map(([hash, document]) => [withoutPrefix(hash), document]));
  }

  /** @throws UnknownDocumentError when the hash is in no manifest of this version */
  find(hash: string): string {
    const document = this.#documents.get(withoutPrefix(hash));
    if (document === undefined) throw new UnknownDocumentError(hash);
    return document;
  }
}
