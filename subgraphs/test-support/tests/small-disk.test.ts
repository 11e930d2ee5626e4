import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mountSmallDisk, smallDiskIsPossible } from '../src/small-disk.ts';

test.skipIf(!smallDiskIsPossible())('a small disk is full when it is filled, and takes writes when it is freed', () => {
  using disk = mountSmallDisk(1);
  const file = join(disk.folder, 'file');
  writeFileSync(file, 'fits');
  disk.fill();
  expect(() => writeFileSync(file, Buffer.alloc(100_000))).toThrow(expect.objectContaining({ code: 'ENOSPC' }));
  disk.free();
  writeFileSync(file, Buffer.alloc(100_000));
});
