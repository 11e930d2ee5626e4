export { blobResponse } from './blob-response.ts';
export type {
  BlobBody,
  BlobContent,
  BlobFacts,
  BlobRange,
  BlobStore,
  GetBlobOptions,
  PutBlobOptions,
  StoredBlob,
} from './blob-store.ts';
export {
  BlobKeyError,
  BlobNotFoundError,
  BlobRangeError,
  BlobStoreFullError,
  BlobStoreUnavailableError,
  BlobTooLargeError,
} from './errors.ts';
export { FileBlobStore, type FileBlobStoreOptions } from './file-blob-store.ts';
export { S3BlobStore, type S3BlobStoreOptions } from './s3-blob-store.ts';
export type { S3Credentials } from './sign-request.ts';
