import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { RegistryServerRecord } from '../tools/registry-server.ts';
import { RegistryServer } from './registry-server.ts';

@ObjectType()
export class ImportToolServersPayload {
  @Field(() => [RegistryServer], { description: 'All that was found; `imported` tells which are offers now.' })
  servers!: readonly RegistryServerRecord[];

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}
