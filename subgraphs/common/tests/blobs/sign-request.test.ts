import { expect, test } from 'vitest';
import { sha256, signRequest } from '../../src/blobs/sign-request.ts';

/**
 * The four examples of "Signature Calculations for the Authorization Header" that AWS publishes with their results:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
const signing = {
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
  region: 'us-east-1',
  now: new Date('2013-05-24T00:00:00.000Z'),
};

interface Example {
  readonly name: string;
  readonly request: { method: string; path: string; headers: Record<string, string>; body: string };
  readonly signature: string;
}

test.each<Example>([
  {
    name: 'GET of a range',
    request: { method: 'GET', path: '/test.txt', headers: { range: 'bytes=0-9' }, body: '' },
    signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
  {
    name: 'PUT with a character that is encoded',
    request: {
      method: 'PUT',
      path: '/test$file.text',
      headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
      body: 'Welcome to Amazon S3.',
    },
    signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  },
  {
    name: 'GET with a parameter without value',
    request: { method: 'GET', path: '/?lifecycle', headers: {}, body: '' },
    signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  },
  {
    name: 'GET with two parameters',
    request: { method: 'GET', path: '/?max-keys=2&prefix=J', headers: {}, body: '' },
    signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  },
])('signs the published example "$name" as published', ({ request, signature }) => {
  const url = new URL(request.path, 'https://examplebucket.s3.amazonaws.com');
  const { method, headers, body } = request;
  const signed = signRequest({ method, url, headers, bodySha256: sha256(body) }, signing);
  expect(signed['authorization']).toMatch(new RegExp(`Signature=${signature}$`));
});

test('the token of temporary credentials is sent and signed', () => {
  const credentials = { ...signing.credentials, sessionToken: 'token' };
  const url = new URL('https://s3.example.com/bucket/key');
  const signed = signRequest({ method: 'GET', url, bodySha256: sha256('') }, { ...signing, credentials });
  expect(signed['x-amz-security-token']).toBe('token');
  expect(signed['authorization']).toContain('SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,');
});
