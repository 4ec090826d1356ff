package xpath

import (
	"math"
	"strings"

	"anketa/survey/message"
)

var geoFunctions = map[string]function{
	"area":          {1, 1, area, nil},
	"enclosed-area": {1, 1, area, nil},
	"distance":      {1, unbounded, distanceAlong, nil},
	"geofence":      {2, 2, geofence, nil},
	"intersects":    {1, 1, intersects, nil},
}

// earthRadius is the equator's, in metres, as JavaRosa has it.
const earthRadius = 6_378_100

// A place is a point on the earth, in degrees.
type place struct{ latitude, longitude float64 }

// places reads points: one node each, or one text with a whole trace,
// "latitude longitude altitude accuracy; …".
func (c *Context) places(x *Call, args ...Expr) (out []place, ok bool) {
	for v := range c.spread(args) {
		for point := range strings.SplitSeq(v.Str(), ";") {
			if strings.TrimSpace(point) == "" {
				continue
			}
			p, ok := parsePlace(point)
			if !ok {
				c.report(x, len(x.Name), message.New("%s() got something that is no place on the earth", x.Name), message.New("it wants geopoints, a geotrace or a geoshape"))
				return nil, false
			}
			out = append(out, p)
		}
	}
	return out, true
}

func parsePlace(s string) (p place, ok bool) {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 4 {
		return p, false
	}
	p = place{parseNumber(words[0]), parseNumber(words[1])}
	return p, math.Abs(p.latitude) <= 90 && math.Abs(p.longitude) <= 180
}

// area is in square metres, of the polygon as it lies on a plane; 0 for fewer
// than three points.
func area(c *Context, x *Call) Value {
	points, ok := c.places(x, x.Args[0])
	switch {
	case !ok:
		return Number(math.NaN())
	case len(points) < 3:
		return Number(0)
	}
	const perDegree = 2 * math.Pi * earthRadius / 360
	origin, sum := points[0], 0.0
	var lastX, lastY float64
	for _, p := range points[1:] {
		east := (p.longitude - origin.longitude) * perDegree * math.Cos(radians(p.latitude))
		north := (p.latitude - origin.latitude) * perDegree
		sum += (lastY*east - lastX*north) / 2
		lastX, lastY = east, north
	}
	return Number(math.Abs(sum))
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }

// distanceAlong is the length of the way over all points, in metres.
func distanceAlong(c *Context, x *Call) Value {
	points, ok := c.places(x, x.Args...)
	if !ok {
		return Number(math.NaN())
	}
	sum := 0.0
	for i := 1; i < len(points); i++ {
		sum += points[i-1].to(points[i])
	}
	return Number(sum)
}

// to is the spherical law of cosines. Rounding can bring the cosine of equal
// places above 1.
func (p place) to(q place) float64 {
	a, b := radians(p.latitude), radians(q.latitude)
	cosine := math.Sin(a)*math.Sin(b) + math.Cos(a)*math.Cos(b)*math.Cos(radians(p.longitude-q.longitude))
	return math.Acos(min(max(cosine, -1), 1)) * earthRadius
}

// geofence(point, shape) says whether the point lies in the shape, by casting
// a ray (W. R. Franklin's pnpoly).
func geofence(c *Context, x *Call) Value {
	point, _ := c.places(x, x.Args[0])
	shape, _ := c.places(x, x.Args[1])
	if len(point) == 0 {
		return Boolean(false)
	}
	at, inside := point[0], false
	for i := 1; i < len(shape); i++ {
		p, q := shape[i-1], shape[i]
		if (q.latitude > at.latitude) != (p.latitude > at.latitude) &&
			at.longitude < (p.longitude-q.longitude)*(at.latitude-q.latitude)/(p.latitude-q.latitude)+q.longitude {
			inside = !inside
		}
	}
	return Boolean(inside)
}

// intersects says whether two parts of a trace or shape cross that do not
// follow each other.
func intersects(c *Context, x *Call) Value {
	points, _ := c.places(x, x.Args[0])
	last := len(points) - 1
	closed := last > 0 && points[0] == points[last]
	for i := range max(last, 0) {
		for j := i + 2; j < last; j++ {
			if closed && i == 0 && j == last-1 {
				continue
			}
			if c.spend(1) {
				return Boolean(false)
			}
			if cross(points[i], points[i+1], points[j], points[j+1]) {
				return Boolean(true)
			}
		}
	}
	return Boolean(false)
}

// cross says whether the lines ab and cd meet.
func cross(a, b, c, d place) bool {
	abc, abd, cda, cdb := side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)
	return abc*abd < 0 && cda*cdb < 0 ||
		abc == 0 && between(a, b, c) || abd == 0 && between(a, b, d) ||
		cda == 0 && between(c, d, a) || cdb == 0 && between(c, d, b)
}

// side tells by its sign on which side of the line ab the place c lies.
func side(a, b, c place) float64 {
	return (b.longitude-a.longitude)*(c.latitude-a.latitude) - (b.latitude-a.latitude)*(c.longitude-a.longitude)
}

// between says whether c, which is in line with a and b, lies between them.
func between(a, b, c place) bool {
	return min(a.longitude, b.longitude) <= c.longitude && c.longitude <= max(a.longitude, b.longitude) &&
		min(a.latitude, b.latitude) <= c.latitude && c.latitude <= max(a.latitude, b.latitude)
}
