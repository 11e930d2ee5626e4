import { Timestamp } from '@aether/common/service';
import { Directive, Field, ID, InputType } from 'type-graphql';
import { HealthStatus } from '../models/catalog.ts';
import { ToolServerAccess } from '../tools/tool-catalog.ts';
import { ToolReportInput } from './tool-report-input.ts';

@Directive('@inaccessible')
@InputType({ description: '`tools` null = the list could not be read; the known ones stay.' })
export class ToolServerReportInput {
  @Field(() => ID)
  toolServerId!: string;

  @Field(() => HealthStatus)
  status!: HealthStatus;

  @Field(() => ToolServerAccess, { nullable: true, description: 'Null = it was not found out; what is known stays.' })
  access?: ToolServerAccess | null;

  @Field(() => String, { nullable: true })
  lastError?: string | null;

  @Field(() => String, { nullable: true })
  protocolRevision?: string | null;

  @Field(() => Timestamp)
  checkedAt!: string;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      'True = `tools` is what the server offers one person with an own account: it adds tools that are unknown, and changes and takes away none.',
  })
  isPartial?: boolean | null;

  @Field(() => [ToolReportInput], { nullable: true })
  tools?: readonly ToolReportInput[] | null;
}
