import { BlobKeyError } from './errors.ts';

const WORD = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** 255 bytes is the longest file name; ids and two or three words need far less. */
const MAXIMUM_LENGTH = 200;

/** @throws BlobKeyError for anything that could leave its folder, or that S3 and a file system read differently */
export function checkBlobKey(key: string): string {
  const isKey = key.length <= MAXIMUM_LENGTH && key.split('/').every((word) => WORD.test(word));
  if (!isKey) throw new BlobKeyError(key);
  return key;
}
