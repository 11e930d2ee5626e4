import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { MemoryContext } from '../../context.ts';
import type { DocumentRecord } from '../../db/document-record.ts';
import { Document } from '../../types/document.ts';
import { loadDocument } from '../reachable.ts';

@Resolver()
export class DocumentResolver {
  @Permission('notebook:read')
  @Query(() => Document, { nullable: true })
  document(@Arg('id', () => ID) id: string, @Ctx() context: MemoryContext): Promise<DocumentRecord | null> {
    return loadDocument(context, id);
  }
}
