// The part of ECharts that the live charts use; what is not named here is not
// in the bundle. An option of a part that is missing does nothing and says
// nothing: without DatasetComponent, for one, the lines stay empty.
import { connect, init, use, version } from 'echarts/core';
import { LineChart } from 'echarts/charts';
import {
  AriaComponent,
  DatasetComponent,
  DataZoomInsideComponent,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';

use([
  LineChart,
  AriaComponent,
  DatasetComponent,
  DataZoomInsideComponent,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
  SVGRenderer,
]);

export { connect, init, version };
