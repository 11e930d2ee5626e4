import { createHash } from 'node:crypto';
import { tenantStatement } from '@aether/common/graph';
import type { Service } from '@aether/common/service';
import type { Viewer } from '@aether/common/security';
import { executeAs, testViewer } from '@aether/test-support';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ArtifactLinks } from '../src/artifacts/artifact-links.ts';
import { executionsConfig } from '../src/index.ts';
import { Retention } from '../src/retention/retention.ts';
import { allEvents, createExecutions, endOf, startRun, testQueue } from './create-executions.ts';
import { fetchLink } from './fetch-link.ts';
import { createProducer, PLAN } from './producer-agent.ts';

const FIELDS = 'id name kind mimeType bytes sha256 version url execution { id }';
const OF_RUN = `query ($id: ID!) { execution(id: $id) { artifacts { ${FIELDS} versions { id version } }
  chain { steps { edges { node { key type status details } } } } } }`;
const BY_ID = `query ($id: ID!) { artifact(id: $id) { ${FIELDS} } }`;

interface Artifact {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly mimeType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly version: number;
  readonly url: string;
  readonly versions: readonly { readonly id: string; readonly version: number }[];
}

interface OfRun {
  readonly execution: {
    readonly artifacts: readonly Artifact[];
    readonly chain: { readonly steps: { readonly edges: readonly { readonly node: Record<string, unknown> }[] } };
  };
}

async function artifactsOf(service: Service, viewer: Viewer, id: string): Promise<readonly Artifact[]> {
  const { data, errors } = await executeAs<OfRun>(service, viewer, OF_RUN, { id });
  expect(errors).toEqual([]);
  return data?.execution.artifacts ?? [];
}

async function produce(service: Service, viewer: Viewer, question = 'spring'): Promise<string> {
  const id = await startRun(service, viewer, { input: { question } });
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'SUCCEEDED', error: null });
  return id;
}

test('a producer keeps its files with hash and version, tells of them, and its links serve the bytes', async () => {
  const viewer = testViewer();
  await using producer = await createProducer();
  const { service } = producer;
  const id = await produce(service, viewer);
  const artifacts = await artifactsOf(service, viewer, id);
  expect(artifacts).toMatchObject([
    { name: 'Plan of spring.html', kind: 'DOCUMENT', mimeType: 'text/html', version: 1, execution: { id } },
    { name: 'Plan of spring.md', kind: 'DOCUMENT', mimeType: 'text/markdown', version: 1 },
  ]);
  const events = await allEvents(service, viewer, id);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter(({ event }) => event.__typename === 'ArtifactCreated')).toHaveLength(2);
  const [page, text] = artifacts;
  const response = await fetchLink(service, page?.url ?? '');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-security-policy')).toContain('sandbox');
  expect(response.headers.get('content-disposition')).toContain("inline; filename*=UTF-8''Plan%20of%20spring.html");
  const html = await response.text();
  expect(createHash('sha256').update(html).digest('hex')).toBe(page?.sha256);
  expect(Buffer.byteLength(html)).toBe(page?.bytes);
  expect(html).toContain('<li>Write &lt;script&gt;alert(1)&lt;/script&gt;</li>');
  expect(html).not.toContain('<script');
  const part = await fetchLink(service, text?.url ?? '', { headers: { range: 'bytes=0-12' } });
  expect([part.status, await part.text()]).toEqual([206, '# Launch plan']);
});

test('each file is a step of the chain, and the answer names the files', async () => {
  const viewer = testViewer();
  await using producer = await createProducer();
  const { service } = producer;
  const id = await startRun(service, viewer, { input: { question: 'spring' } });
  expect(await endOf(service, viewer, id)).toMatchObject({
    output: {
      title: PLAN.title,
      answer: 'Launch plan\n\nHow we launch.\n\nMade: Plan of spring.html, Plan of spring.md.',
      artifacts: [{ name: 'Plan of spring.html', version: 1 }, { name: 'Plan of spring.md' }],
    },
  });
  const { data } = await executeAs<OfRun>(service, viewer, OF_RUN, { id });
  expect(data?.execution.chain.steps.edges.map(({ node }) => node)).toMatchObject([
    { key: 'model/0', type: 'LLM_INVOCATION', status: 'SUCCEEDED' },
    {
      key: 'artifact:page',
      type: 'ARTIFACT',
      status: 'SUCCEEDED',
      details: { name: 'Plan of spring.html', version: 1 },
    },
    { key: 'artifact:text', type: 'ARTIFACT', status: 'SUCCEEDED' },
  ]);
});

test('the same name again is the next version, counted apart for each person', async () => {
  const viewer = testViewer();
  const colleague = testViewer({ tenantId: viewer.tenantId });
  await using producer = await createProducer();
  const { service } = producer;
  await produce(service, viewer);
  // Two at the same time: each has a number of its own.
  const ids = await Promise.all([produce(service, viewer), produce(service, viewer)]);
  const found = (await Promise.all(ids.map((id) => artifactsOf(service, viewer, id)))).flat();
  const pages = found.filter(({ mimeType }) => mimeType === 'text/html');
  expect(pages.map(({ version }) => version).toSorted()).toEqual([2, 3]);
  expect(pages[0]?.versions.map(({ version }) => version)).toEqual([3, 2, 1]);
  expect(await artifactsOf(service, viewer, await produce(service, viewer, 'autumn'))).toMatchObject([
    { name: 'Plan of autumn.html', version: 1 },
    { version: 1 },
  ]);
  expect(await artifactsOf(service, colleague, await produce(service, colleague))).toMatchObject([
    { version: 1 },
    { version: 1 },
  ]);
});

test('files of another tenant and of a colleague answer as unknown ones', async () => {
  const owner = testViewer({ roleKey: 'member' });
  await using producer = await createProducer();
  const { service } = producer;
  const [artifact] = await artifactsOf(service, owner, await produce(service, owner));
  const id = artifact?.id ?? '';
  expect((await executeAs(service, owner, BY_ID, { id })).data).toMatchObject({ artifact: { id } });
  const LIST = '{ artifacts { edges { node { id } } } }';
  expect((await executeAs(service, owner, LIST)).data).toMatchObject({ artifacts: { edges: { length: 2 } } });
  for (const stranger of [testViewer(), testViewer({ tenantId: owner.tenantId, roleKey: 'member' })]) {
    const unknown = 'art_01JD0000000000000000000000';
    const foreign = await executeAs(service, stranger, BY_ID, { id });
    expect(foreign).toEqual(await executeAs(service, stranger, BY_ID, { id: unknown }));
    expect(foreign.data).toEqual({ artifact: null });
    expect((await executeAs(service, stranger, LIST)).data).toEqual({ artifacts: { edges: [] } });
  }
});

test('a link ends after some minutes, and one that was changed never works', async () => {
  const viewer = testViewer();
  const vaultKey = Buffer.alloc(32, 7);
  await using producer = await createProducer({ config: { vaultKey } });
  const { service } = producer;
  const [artifact] = await artifactsOf(service, viewer, await produce(service, viewer));
  const url = artifact?.url ?? '';
  expect((await fetchLink(service, url)).status).toBe(200);
  const foreign = await fetchLink(service, url.replace(viewer.tenantId, testViewer().tenantId));
  expect([foreign.status, await foreign.json()]).toMatchObject([410, { error: { code: 'LINK_INVALID' } }]);
  const before = { now: () => new Date(Date.now() - 16 * 60 * 1_000), monotonicMs: () => performance.now() };
  const old = new ArtifactLinks({ key: vaultKey, clock: before }).to(viewer.tenantId, artifact?.id ?? '');
  expect((await fetchLink(service, old)).status).toBe(410);
});

test('an answer that is no document is repaired once, then it is a typed failure and there is no file', async () => {
  const viewer = testViewer();
  const asked: number[] = [];
  const answers = ['no JSON at all', JSON.stringify(PLAN)];
  await using repaired = await createProducer({
    model: ({ messages }) => {
      asked.push(messages.length);
      return { text: answers[asked.length - 1] ?? '' };
    },
  });
  expect(await artifactsOf(repaired.service, viewer, await produce(repaired.service, viewer))).toHaveLength(2);
  expect(asked).toEqual([2, 4]);
  await using wrong = await createProducer({
    model: () => ({ text: JSON.stringify({ ...PLAN, blocks: [{ type: 'x' }] }) }),
  });
  const id = await startRun(wrong.service, viewer, { input: { question: 'x' } });
  expect(await endOf(wrong.service, viewer, id)).toMatchObject({ status: 'FAILED', error: { code: 'OUTPUT_INVALID' } });
  expect(await artifactsOf(wrong.service, viewer, id)).toEqual([]);
});

test('a file that is too large is a failed step, and what is a path in a name is none', async () => {
  const viewer = testViewer();
  await using producer = await createProducer({
    config: { artifacts: { maximumBytes: 100, memoryMegabytes: 256, timeoutMs: 60_000 } },
  });
  const id = await startRun(producer.service, viewer, { input: { question: 'x' } });
  expect(await endOf(producer.service, viewer, id)).toMatchObject({
    status: 'FAILED',
    error: { code: 'PAYLOAD_TOO_LARGE', message: expect.stringContaining('Plan of x.html') },
  });
  await using other = await createProducer();
  const named = await produce(other.service, viewer, '../../etc/passwd\u0000');
  expect(await artifactsOf(other.service, viewer, named)).toMatchObject([
    { name: 'Plan of .. .. etc passwd.html' },
    { name: 'Plan of .. .. etc passwd.md' },
  ]);
});

test('a step that is repeated after it kept its file keeps the same one', async () => {
  const viewer = testViewer();
  const made: unknown[] = [];
  await using executions = await createExecutions({
    executeAgent: async (journal, { artifacts }) => {
      const store = (body: string) =>
        journal.step({ key: 'artifact:a', type: 'ARTIFACT', name: 'a.txt', input: 1 }, async (step) => {
          for (const text of ['first try', body]) {
            made.push(
              await artifacts.store({
                run: journal.run,
                stepId: step.stepId,
                stepKey: step.key,
                fence: step.fence,
                name: 'a.txt',
                kind: 'OTHER',
                mimeType: 'text/plain',
                body: Buffer.from(text),
                signal: step.signal,
              }),
            );
          }
          return { output: null, details: {}, usage: null };
        });
      await store('second try');
      return { output: {}, text: '', citations: [] };
    },
  });
  const id = await produce(executions.service, viewer);
  expect(made).toMatchObject([
    { version: 1, bytes: 9 },
    { version: 1, bytes: 10 },
  ]);
  const [artifact, ...others] = await artifactsOf(executions.service, viewer, id);
  expect(others).toEqual([]);
  expect(await (await fetchLink(executions.service, artifact?.url ?? '')).text()).toBe('second try');
});

const AGE = tenantStatement(
  'executions.test-age-artifact',
  'MATCH (a:Artifact {tenantId: $tenantId, id: $id}) SET a.createdAt = $at RETURN a.blobKey AS blobKey',
);

test('a file past its time goes with its bytes, and its name counts on', async () => {
  const viewer = testViewer();
  await using producer = await createProducer();
  const { service, parts } = producer;
  const [page, text] = await artifactsOf(service, viewer, await produce(service, viewer));
  const aged = { id: page?.id, at: '2001-01-01T00:00:00.000Z' };
  const [row] = await parts.database.tenant(viewer.tenantId).write(AGE, aged, z.object({ blobKey: z.string() }));
  const retention = new Retention({ ...parts, queues: [testQueue()], config: executionsConfig({}).retention });
  await retention.step();
  expect(await parts.blobs.head(row?.blobKey ?? '')).toBeNull();
  expect((await executeAs(service, viewer, BY_ID, { id: page?.id })).data).toEqual({ artifact: null });
  expect((await fetchLink(service, page?.url ?? '')).status).toBe(404);
  expect((await fetchLink(service, text?.url ?? '')).status).toBe(200);
  const again = await artifactsOf(service, viewer, await produce(service, viewer));
  expect(again).toMatchObject([{ version: 2, versions: [{ version: 2 }] }, { version: 2 }]);
});
