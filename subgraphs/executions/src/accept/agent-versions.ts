import type { Viewer } from '@aether/common/security';
import { ForbiddenError, type InternalOperations, NotFoundError } from '@aether/common/service';
import type { HealthStatus, PinnedTool } from '@aether/runtime';
import { type AgentSpec, agentSpecSchema } from '@aether/schema';
import { AgentVersionForRunDocument, type AgentVersionForRunQuery } from '@aether/schema/internal/agents';
import { AgentNotRunnableError } from '../errors.ts';
import { pinnedToolsOf } from '../tools/pinned-tools-of.ts';
import { NextCall } from '../next-call.ts';

type Answer = NonNullable<AgentVersionForRunQuery['agentVersionForRun']>;

/** Which version: by its own id, or of an agent the published one or a draft. */
export interface VersionQuestion {
  readonly id: string | null;
  readonly agentId: string | null;
  readonly slug: string | null;
  readonly draftRevision: number | null;
}

export interface RunnableVersion {
  readonly agentId: string;
  readonly slug: string;
  /** Whether the agent is the viewer's own. */
  readonly ownsAgent: boolean;
  readonly versionId: string | null;
  readonly draftRevision: number | null;
  readonly spec: AgentSpec;
  /** JSON text, for the record. */
  readonly specText: string;
  readonly hash: string;
  /** Ids of notebooks by slug; those that the viewer may not read are absent. */
  readonly notebooks: Readonly<Record<string, string>>;
  /** Ids of models by slug. */
  readonly models: Readonly<Record<string, string>>;
  /** What the catalog knows of them, by slug. */
  readonly modelStates: Readonly<Record<string, { readonly status: HealthStatus; readonly enabled: boolean }>>;
  readonly tools: readonly PinnedTool[];
}

export interface VersionCall {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly traceparent: string | null;
}

/** Specifications by hash: parsing one costs more than asking for it. */
const MAXIMUM_PARSED = 500;

/** What agents say about the version that a viewer wants to run. Rights and status are asked each time; only the parsing is kept. */
export class AgentVersions {
  readonly #operations: InternalOperations;
  readonly #calls = new WeakMap<Viewer, NextCall<Answer | null>>();
  readonly #parsed = new Map<string, { readonly spec: AgentSpec; readonly specText: string }>();

  constructor(operations: InternalOperations) {
    this.#operations = operations;
  }

  /**
   * @throws NotFoundError for an unknown agent, or one that the viewer may not see
   * @throws AgentNotRunnableError when it is not published, or disabled
   * @throws ForbiddenError when the viewer may not run it
   */
  async forRun(question: VersionQuestion, call: VersionCall): Promise<RunnableVersion> {
    const answer = await this.#ask(question, call);
    const name = question.id ?? question.agentId ?? question.slug ?? '';
    if (answer === null) throw new NotFoundError('agent', name);
    const verdict = answer.viewerActions.find((action) => action.name === 'runAgent');
    if (verdict?.allowed !== true) {
      if (answer.status !== 'PUBLISHED' && question.draftRevision === null)
        throw new AgentNotRunnableError(answer.slug, answer.status);
      throw new ForbiddenError('agent:run', verdict?.reason ? { reason: verdict.reason } : {});
    }
    const parsed = this.#parse(answer);
    return {
      agentId: answer.agentId,
      slug: answer.slug,
      ownsAgent: answer.ownerId === call.viewer.userId,
      versionId: answer.versionId,
      draftRevision: answer.draftRevision,
      hash: answer.hash,
      notebooks: Object.fromEntries(answer.notebooks.map((notebook) => [notebook.slug, notebook.id])),
      models: Object.fromEntries(answer.models.map((model) => [model.slug, model.id])),
      modelStates: Object.fromEntries(answer.models.map(({ slug, status, enabled }) => [slug, { status, enabled }])),
      tools: pinnedToolsOf(parsed.spec, answer),
      ...parsed,
    };
  }

  async #ask(question: VersionQuestion, { viewer, requestId, traceparent }: VersionCall): Promise<Answer | null> {
    const calls = this.#calls.get(viewer) ?? new NextCall<Answer | null>();
    this.#calls.set(viewer, calls);
    return calls.ask(JSON.stringify(question), async () => {
      const options = { onBehalfOf: viewer, requestId, traceparent };
      return (await this.#operations.call(AgentVersionForRunDocument, { ...question }, options)).agentVersionForRun;
    });
  }

  #parse({ hash, spec }: Answer): { readonly spec: AgentSpec; readonly specText: string } {
    const known = this.#parsed.get(hash);
    if (known !== undefined) return known;
    const parsed = agentSpecSchema.parse(spec);
    const made = { spec: parsed, specText: JSON.stringify(parsed) };
    if (this.#parsed.size >= MAXIMUM_PARSED) this.#parsed.clear();
    this.#parsed.set(hash, made);
    return made;
  }
}
