import { JSONValue } from '@aether/common/service';
import { Field, InputType } from 'type-graphql';

@InputType({ description: 'At most 400 kB.' })
export class ImportToolServersInput {
  @Field(() => JSONValue, {
    description: 'A `server.json`, a list of them, or a page of a registry: itself, or its text.',
  })
  document!: unknown;
}
