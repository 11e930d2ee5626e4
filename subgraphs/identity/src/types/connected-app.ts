import { Timestamp } from '@aether/common/service';
import { Field, ID, ObjectType } from 'type-graphql';
import { ConnectedAppScope } from './connected-app-scope.ts';

@ObjectType({
  description:
    'An app that a person has let act for them over OAuth. Its tokens are never shown; only their hashes are stored.',
})
export class ConnectedApp {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'As the app calls itself.' })
  clientName!: string;

  @Field(() => String, { description: 'The address of this instance that its tokens are for.' })
  resource!: string;

  @Field(() => [ConnectedAppScope])
  scopes!: readonly ConnectedAppScope[];

  @Field(() => Timestamp)
  createdAt!: string;

  @Field(() => Timestamp, { nullable: true })
  lastUsedAt!: string | null;
}
