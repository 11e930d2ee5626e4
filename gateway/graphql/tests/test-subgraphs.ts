import { randomBytes } from 'node:crypto';
import { InternalTokens, type Viewer } from '@aether/common/security';
import {
  Permission,
  PlatformError,
  PUBLIC,
  type RequestContext,
  type Service,
  SIGNED_IN,
  SubgraphExecutor,
  buildSubgraph,
  createLogger,
  systemClock,
} from '@aether/common/service';
import { composeServices } from '@apollo/composition';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { parse } from 'graphql';
import {
  Arg,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';

export const tokens = new InternalTokens({ secret: randomBytes(32), now: systemClock.now });
export const logger = createLogger('test', { level: 'silent' });

export const viewerOf = (tenantId: string, overrides: Partial<Viewer> = {}): Viewer => ({
  tenantId,
  userId: `usr_${tenantId}`,
  serviceAccountId: null,
  roleKey: 'member',
  departmentId: null,
  teamIds: [],
  permissions: ['agent:read'],
  scopes: [],
  sessionId: `ses_${tenantId}`,
  expiresAt: null,
  ...overrides,
});

@ObjectType()
@Directive('@key(fields: "id")')
class Person {
  @Field(() => ID)
  id!: string;
}

@ObjectType('Person')
@Directive('@key(fields: "id", resolvable: false)')
class PersonReference {
  @Field(() => ID)
  id!: string;
}

@ObjectType()
class TickEvent {
  @Field(() => Int, { nullable: true })
  seq!: number | null;

  @Field(() => String)
  text!: string;

  @Field(() => PersonReference, { nullable: true })
  person!: { id: string } | null;
}

/** A log of one run: durable ticks with a seq, a live bus, and counters of what the owner was asked. */
export class TickLog {
  readonly events: { seq: number; text: string; person: { id: string } | null }[] = [];
  readonly #readers = new Set<(event: { seq: number | null; text: string; person: { id: string } | null }) => void>();
  subscriptions = 0;
  open = 0;

  tick(text: string): void {
    const event = { seq: this.events.length + 1, text, person: { id: `p${this.events.length % 2}` } };
    this.events.push(event);
    for (const reader of this.#readers) reader(event);
  }

  volatile(text: string): void {
    for (const reader of this.#readers) reader({ seq: null, text, person: null });
  }

  async *follow(
    after: number,
    signal: AbortSignal,
  ): AsyncIterableIterator<{ seq: number | null; text: string; person: { id: string } | null }> {
    this.subscriptions += 1;
    this.open += 1;
    const queue: { seq: number | null; text: string; person: { id: string } | null }[] = [];
    let wake = (): void => {};
    const reader = (event: (typeof queue)[number]): void => {
      queue.push(event);
      wake();
    };
    this.#readers.add(reader);
    signal.addEventListener('abort', () => wake(), { once: true });
    try {
      let last = after;
      for (const event of this.events.slice(after)) {
        last = event.seq;
        yield event;
      }
      while (!signal.aborted) {
        const event = queue.shift();
        if (event === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        if (event.seq !== null && event.seq <= last) continue;
        last = event.seq ?? last;
        yield event;
        if (event.text === 'end') return;
      }
    } finally {
      this.#readers.delete(reader);
      this.open -= 1;
    }
  }
}

@Resolver(() => TickEvent)
class TickResolver {
  @Permission(PUBLIC)
  @Query(() => String)
  whoCalls(@Ctx() context: RequestContext): string {
    return `${context.caller}/${context.viewer?.tenantId ?? 'nobody'}/${context.requestId}`;
  }

  @Permission('agent:create')
  @Query(() => String)
  forbidden(): string {
    return 'never';
  }

  @Permission(SIGNED_IN)
  @Query(() => String)
  broken(): string {
    throw new Error('password of the database is hunter2');
  }

  @Permission(SIGNED_IN)
  @Query(() => String)
  refused(): string {
    throw new PlatformError('CONFLICT', 'It is not in a state that allows this.', { hint: 'Wait.' });
  }

  @Permission(SIGNED_IN)
  @Query(() => [PersonReference])
  people(@Arg('first', () => Int, { defaultValue: 20 }) first: number): PersonReference[] {
    return Array.from({ length: first }, (_, index) => ({ id: `p${index % 3}` }));
  }

  @Permission(SIGNED_IN)
  @Subscription(() => TickEvent, {
    subscribe: ({
      args,
      context,
    }: {
      args: { id?: string; after?: number | null };
      context: RequestContext & { log: TickLog };
    }) => {
      if (args.id !== context.viewer?.tenantId) throw new PlatformError('NOT_FOUND', 'There is no such run.');
      return context.log.follow(args.after ?? 0, context.signal);
    },
  })
  ticks(
    @Root() event: TickEvent,
    @Arg('id', () => ID) _id: string,
    @Arg('after', () => Int, { nullable: true }) _after: number | null,
  ): TickEvent {
    return event;
  }
}

@Resolver(() => Person)
class PersonResolver {
  @FieldResolver(() => String)
  name(@Root() person: Person, @Ctx() context: RequestContext): string {
    return `${person.id} seen by ${context.viewer?.tenantId}`;
  }

  @Permission(PUBLIC)
  @Query(() => String)
  peopleVersion(): string {
    return '1';
  }
}

export interface TestSubgraphs {
  readonly services: readonly Service[];
  readonly supergraphSdl: string;
  readonly log: TickLog;
  /** Representations of each `_entities` fetch. */
  readonly fetched: number[];
}

function asService(subgraph: NonNullable<Service['subgraph']>): Service {
  return {
    name: subgraph.name,
    subgraph,
    routes: [],
    start: async () => {},
    readiness: async () => [],
    [Symbol.asyncDispose]: async () => {},
  };
}

/** Two real subgraphs: `ticks` owns a stream, `people` owns an entity that its events name. */
export async function createTestSubgraphs(): Promise<TestSubgraphs> {
  const log = new TickLog();
  const fetched: number[] = [];
  const ticks = await buildSubgraph({ name: 'ticks', resolvers: [TickResolver] });
  const people = await buildSubgraph({
    name: 'people',
    resolvers: [PersonResolver],
    orphanedTypes: [Person],
    references: {
      Person: async (reference) => {
        fetched.push(1);
        return reference.id === 'missing' ? null : Object.assign(new Person(), { id: reference.id });
      },
    },
  });
  const { supergraphSdl, errors } = composeServices([
    { name: 'ticks', url: 'http://ticks.invalid', typeDefs: parse(printSchemaWithDirectives(ticks)) },
    { name: 'people', url: 'http://people.invalid', typeDefs: parse(printSchemaWithDirectives(people)) },
  ]);
  if (supergraphSdl === undefined) throw new AggregateError(errors ?? [], String(errors));
  return {
    services: [
      asService(
        new SubgraphExecutor({
          name: 'ticks',
          schema: ticks,
          tokens,
          logger,
          createContext: (request) => ({ ...request, log }),
        }),
      ),
      asService(
        new SubgraphExecutor({ name: 'people', schema: people, tokens, logger, createContext: (request) => request }),
      ),
    ],
    supergraphSdl,
    log,
    fetched,
  };
}
