import { PlatformError } from '@aether/common/service';
import type { ExtractionProblem } from './extract/extraction-failure.ts';

const megabytes = (bytes: number): string =>
  `${(bytes / 1_048_576).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;

/** The slug of a notebook is unique in its tenant. */
export class SlugTakenError extends PlatformError {
  constructor(slug: string) {
    super('ALREADY_EXISTS', `A notebook with the slug "${slug}" exists already.`, {
      path: ['slug'],
      facts: { slug },
      hint: 'Choose another slug; leave it out to get one that is free.',
    });
  }
}

/** More bytes than a document may have. */
export class UploadTooLargeError extends PlatformError {
  constructor(bytes: number, maximumBytes: number) {
    super('DOCUMENT_TOO_LARGE', `The file has ${megabytes(bytes)}; at most ${megabytes(maximumBytes)} are accepted.`, {
      path: ['bytes'],
      facts: { bytes, maximumBytes },
      hint: 'Split it, or save it with smaller pictures.',
    });
  }
}

/** Fewer or more bytes than `createUpload` announced. */
export class UploadIncompleteError extends PlatformError {
  constructor(options: { readonly announced: number; readonly received: number }) {
    super('UPLOAD_INCOMPLETE', `${options.announced} bytes were announced, ${options.received} arrived.`, {
      path: ['uploadId'],
      facts: options,
      hint: 'Send the whole file to the link of the upload, then add the document.',
    });
  }
}

/** The bytes are not those of the announced SHA-256. */
export class ChecksumMismatchError extends PlatformError {
  constructor(announced: string, received: string) {
    super('CHECKSUM_MISMATCH', `The bytes have the SHA-256 ${received}, announced was ${announced}.`, {
      facts: { announced, received },
      hint: 'The file changed on its way or while it was read: send it again.',
    });
  }
}

/** The document is processed already, or there is nothing to process. */
export class DocumentBusyError extends PlatformError {
  constructor(status: string) {
    super('CONFLICT', `The document is being processed (${status}).`, {
      path: ['documentId'],
      facts: { status },
      hint: 'Wait until it is ready or has failed.',
    });
  }
}

/** The document itself cannot be read; the code says why. */
export class DocumentUnreadableError extends PlatformError {
  constructor(problem: ExtractionProblem) {
    super(problem.code, problem.message, { hint: problem.hint });
  }
}

/** Reading took longer than allowed. */
export class DocumentTimeoutError extends PlatformError {
  constructor(timeoutMs: number) {
    super('DOCUMENT_TIMEOUT', `Reading the document took longer than ${Math.round(timeoutMs / 1_000)} seconds.`, {
      facts: { timeoutMs },
      hint: 'Split it into several documents, or process it again when the machine is less busy.',
    });
  }
}

/** Reading needed more memory than a document may take. */
export class DocumentTooDemandingError extends PlatformError {
  constructor(memoryMegabytes: number, cause: unknown) {
    super('DOCUMENT_TOO_LARGE', `Reading the document needs more than ${memoryMegabytes} MB of memory.`, {
      facts: { memoryMegabytes },
      hint: 'Split it into several documents.',
      cause,
    });
  }
}

/** The embedding model answered with something that is no vector of the space. */
export class EmbeddingFailedError extends PlatformError {
  constructor(model: string, detail: string, options: { readonly cause?: unknown } = {}) {
    super('EMBEDDING_FAILED', `The embedding model "${model}" gave no usable vectors: ${detail}.`, {
      facts: { model },
      hint: 'Keyword search works without vectors. Check the model, then process the document again.',
      cause: options.cause,
    });
  }
}

/** The embedding model cannot be reached. */
export class EmbeddingUnavailableError extends PlatformError {
  constructor(model: string, cause: unknown) {
    super('UNAVAILABLE', `The embedding model "${model}" does not answer.`, {
      facts: { model },
      hint: 'Keyword search works without vectors. Process the document again when the model is back.',
      cause,
    });
  }
}

/** A model that makes no vectors was named for a notebook. */
export class ModelIncapableError extends PlatformError {
  constructor(model: string) {
    super('MODEL_INCAPABLE', `The model "${model}" makes no embeddings.`, {
      path: ['embeddingModelId'],
      facts: { model },
      hint: 'Choose a model with the capability EMBEDDINGS; without one, the built-in model is taken.',
    });
  }
}

/** Another worker has taken the document over, or it was deleted: what this one does no longer counts. */
export class DocumentClaimLostError extends PlatformError {
  constructor(documentId: string) {
    super('STALE_FENCE', `Another worker owns the document "${documentId}" now, or it was deleted.`, {
      facts: { documentId },
    });
  }
}

/** Processing ended again and again without an error of its own: the document kills its worker. */
export class CrashLoopError extends PlatformError {
  constructor(attempts: number) {
    super('CRASH_LOOP', `Processing the document ended ${attempts} times without a result.`, {
      facts: { attempts },
      hint: 'The process was stopped each time, or the document needs more than it has. Process it again, or split it.',
    });
  }
}
