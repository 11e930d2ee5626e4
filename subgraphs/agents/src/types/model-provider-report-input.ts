import { Timestamp } from '@aether/common/service';
import { Directive, Field, ID, InputType } from 'type-graphql';
import { HealthStatus } from '../models/catalog.ts';
import { ModelReportInput } from './model-report-input.ts';

@Directive('@inaccessible')
@InputType()
export class ModelProviderReportInput {
  @Field(() => ID)
  providerId!: string;

  @Field(() => HealthStatus)
  status!: HealthStatus;

  @Field(() => String, { nullable: true })
  lastError?: string | null;

  @Field(() => Timestamp)
  checkedAt!: string;

  @Field(() => [ModelReportInput], { nullable: true })
  models?: readonly ModelReportInput[] | null;
}
