import type { Viewer } from '@aether/common/security';
import type { Service, ServiceParts } from '@aether/common/service';
import { PlatformError } from '@aether/common/service';
import { AGENT_TEMPLATES } from '@aether/schema';
import {
  createTestParts,
  executeAs,
  hashedEmbeddings,
  type HashedEmbeddings,
  type TestResult,
} from '@aether/test-support';
import { z } from 'zod';
import { agentsConfig, createAgentsService } from '../src/index.ts';

/** What a test reads from an answer: it compares, so a wrong guess fails there. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Answer = any;

export interface RunningAgents extends AsyncDisposable {
  readonly service: Service;
  readonly parts: ServiceParts;
  /** Notebooks that memory knows: slug → id. */
  readonly notebooks: Map<string, string>;
  /** Runs that executions would let their starter show: id → who started it. */
  readonly shareable: Map<string, string>;
  /** Departments that identity knows: id → name. */
  readonly departments: Map<string, string>;
  /** What people do, as identity knows it: id → job. */
  readonly jobs: Map<string, string>;
  /** What executions knows of the runs of a month: id of the agent → nano-US-dollars. */
  readonly monthlyCosts: Map<string, number>;
  readonly embeddings: HashedEmbeddings;
  /** What the LLM gateway knows of providers: slug → health. */
  readonly providerHealth: Map<string, Record<string, unknown>>;
  /** Questions for it, as the gateway got them. */
  readonly healthQuestions: string[];
  /** Memory does not answer while this is set. */
  memoryIsDown: boolean;
  run(viewer: Viewer | null, query: string, variables?: Record<string, unknown>): Promise<TestResult<Answer>>;
}

/** The service on the real database; memory, executions and identity answer from maps, the embedding model from hashed words. */
export async function startAgents(
  environment: Record<string, string> = {},
  { toolFetch }: Partial<Pick<ServiceParts, 'toolFetch'>> = {},
): Promise<RunningAgents> {
  const notebooks = new Map<string, string>();
  const shareable = new Map<string, string>();
  const departments = new Map<string, string>();
  const jobs = new Map<string, string>();
  const monthlyCosts = new Map<string, number>();
  const embeddings = hashedEmbeddings();
  const providerHealth = new Map<string, Record<string, unknown>>();
  const healthQuestions: string[] = [];
  const modelFetch: typeof fetch = async (input, init) => {
    const url = new URL(new Request(input, init).url);
    if (url.pathname !== '/v1/providers/health') return embeddings.fetch(input, init);
    healthQuestions.push(url.search);
    const slugs = url.searchParams.getAll('provider');
    if (slugs.some((slug) => providerHealth.get(slug)?.['isDown'] === true)) throw new TypeError('fetch failed');
    return Response.json({ providers: slugs.flatMap((slug) => providerHealth.get(slug) ?? []) });
  };
  const memory = <Result>(answer: () => Result): Result => {
    if (running.memoryIsDown) throw new PlatformError('UNAVAILABLE', 'Memory is down.');
    return answer();
  };
  const parts = await createTestParts({
    service: 'agents',
    operations: {
      NotebookBySlug: ({ slug }) =>
        memory(() => {
          const id = notebooks.get(String(slug));
          return { notebook: id === undefined ? null : { id, slug, name: slug } };
        }),
      NotebooksForCloning: () =>
        memory(() => ({
          notebooks: { edges: [...notebooks].map(([slug, id]) => ({ node: { id, slug, name: slug } })) },
        })),
      ShareableExecutions: ({ ids }, { onBehalfOf }) => ({
        shareableExecutions: z
          .array(z.string())
          .parse(ids)
          .filter((id) => shareable.get(id) === onBehalfOf?.userId),
      }),
      DepartmentNames: () => ({
        departments: { edges: [...departments].map(([id, name]) => ({ node: { id, name } })) },
      }),
      JobTitles: ({ userIds }) => ({
        jobTitles: z
          .array(z.string())
          .parse(userIds)
          .flatMap((userId) => {
            const jobTitle = jobs.get(userId);
            return jobTitle === undefined ? [] : [{ userId, jobTitle }];
          }),
      }),
      CostOfMonth: ({ agentId }) => ({ costOfMonth: monthlyCosts.get(String(agentId)) ?? null }),
    },
    parts: { modelFetch, ...(toolFetch === undefined ? {} : { toolFetch }) },
  });
  const service = await createAgentsService(agentsConfig(environment), parts);
  await service.start();
  const running: RunningAgents = {
    service,
    parts,
    notebooks,
    shareable,
    departments,
    jobs,
    monthlyCosts,
    embeddings,
    providerHealth,
    healthQuestions,
    memoryIsDown: false,
    run: (viewer, query, variables = {}) => executeAs(service, viewer, query, variables),
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await parts[Symbol.asyncDispose]();
    },
  };
  return running;
}

/** A specification that can be published. */
export const goodSpec = AGENT_TEMPLATES['questions-and-answers'].spec;

const CREATE = /* GraphQL */ `
  mutation ($input: CreateAgentInput!) {
    createAgent(input: $input) {
      agent {
        id
        slug
        name
        description
        status
        visibility
        kind
        type
        lastSeq
        draft {
          revision
          spec
          validation {
            valid
            issues {
              code
              path
            }
          }
        }
        viewerActions {
          name
          allowed
          reason
        }
      }
      validation {
        valid
        issues {
          code
          path
          severity
        }
      }
      userErrors {
        code
        path
        message
        hint
      }
    }
  }
`;

let keys = 0;

/** A new agent; its own idempotency key unless one is given. */
export async function createAgent(agents: RunningAgents, viewer: Viewer, input: Record<string, unknown> = {}) {
  keys += 1;
  const { data, errors } = await agents.run(viewer, CREATE, {
    input: { name: 'Support', spec: goodSpec, idempotencyKey: `create-${keys}`, ...input },
  });
  return { ...data?.createAgent, errors };
}

export const PUBLISH = /* GraphQL */ `
  mutation ($input: PublishAgentInput!) {
    publishAgent(input: $input) {
      version {
        id
        number
        hash
        notes
        spec
        publishedBy {
          id
        }
      }
      agent {
        id
        status
        visibility
        published {
          id
        }
        lastSeq
      }
      conflict {
        currentRevision
        changedBy {
          id
        }
        theirs
      }
      userErrors {
        code
        path
        message
        hint
      }
    }
  }
`;

export const PATCH = /* GraphQL */ `
  mutation ($input: UpdateAgentDraftInput!) {
    updateAgentDraft(input: $input) {
      draft {
        revision
        spec
        layout
        pins
        validation {
          valid
          issues {
            code
            path
            fix
          }
        }
        updatedBy {
          id
        }
        agent {
          id
          kind
        }
      }
      conflict {
        currentRevision
        changedBy {
          id
        }
        changedAt
        theirs
      }
      userErrors {
        code
        path
        message
        hint
      }
    }
  }
`;

export async function publish(
  agents: RunningAgents,
  viewer: Viewer,
  agentId: string,
  expectedRevision = 1,
  more: Record<string, unknown> = {},
) {
  const { data, errors } = await agents.run(viewer, PUBLISH, { input: { agentId, expectedRevision, ...more } });
  return { ...data?.publishAgent, errors };
}

export async function patch(
  agents: RunningAgents,
  viewer: Viewer,
  agentId: string,
  expectedRevision: number,
  operations: readonly unknown[],
  more: Record<string, unknown> = {},
) {
  const { data, errors } = await agents.run(viewer, PATCH, {
    input: { agentId, expectedRevision, operations, ...more },
  });
  return { ...data?.updateAgentDraft, errors };
}
