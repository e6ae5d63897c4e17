// Command operator writes the configuration files that Prometheus' operator would make of the plan's objects, by the operator's own
// code: what it refuses here it would refuse in a cluster, and what it writes is what Prometheus and Alertmanager would read.
//
// It reads a list of objects from its input, as JSON, and writes prometheus-NAME.yaml and alertmanager-NAME.yaml into the folder that it
// is called with. A field that the operator does not know is an error.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	_ "unsafe" // For go:linkname.

	"github.com/blang/semver/v4"
	"github.com/prometheus-operator/prometheus-operator/pkg/alertmanager"
	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	monitoringv1alpha1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1alpha1"
	"github.com/prometheus-operator/prometheus-operator/pkg/assets"
	"github.com/prometheus-operator/prometheus-operator/pkg/prometheus"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// The operator starts an Alertmanager's configuration from its own AlertmanagerConfig by this method, which it does not export.
//
//go:linkname fromConfig github.com/prometheus-operator/prometheus-operator/pkg/alertmanager.(*ConfigBuilder).initializeFromAlertmanagerConfig
func fromConfig(*alertmanager.ConfigBuilder, context.Context, *monitoringv1.AlertmanagerGlobalConfig, *monitoringv1alpha1.AlertmanagerConfig) error

type object struct {
	Kind     string `json:"kind"`
	Metadata struct {
		Name      string `json:"name"`
		Namespace string `json:"namespace"`
	} `json:"metadata"`
}

type objects struct {
	prometheuses  []*monitoringv1.Prometheus
	alertmanagers []*monitoringv1.Alertmanager
	configs       map[string]*monitoringv1alpha1.AlertmanagerConfig
	podMonitors   map[string]*monitoringv1.PodMonitor
	probes        map[string]*monitoringv1.Probe
	// Secrets and config maps that objects may name.
	named []any
}

func decode[T any](raw json.RawMessage) (*T, error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	value := new(T)
	return value, decoder.Decode(value)
}

func (o *objects) add(raw json.RawMessage) error {
	var about object
	if err := json.Unmarshal(raw, &about); err != nil {
		return err
	}
	key := about.Metadata.Namespace + "/" + about.Metadata.Name
	var err error
	switch about.Kind {
	case "Prometheus":
		var one *monitoringv1.Prometheus
		one, err = decode[monitoringv1.Prometheus](raw)
		o.prometheuses = append(o.prometheuses, one)
	case "Alertmanager":
		var one *monitoringv1.Alertmanager
		one, err = decode[monitoringv1.Alertmanager](raw)
		o.alertmanagers = append(o.alertmanagers, one)
	case "AlertmanagerConfig":
		o.configs[key], err = decode[monitoringv1alpha1.AlertmanagerConfig](raw)
	case "PodMonitor":
		o.podMonitors[key], err = decode[monitoringv1.PodMonitor](raw)
	case "Probe":
		o.probes[key], err = decode[monitoringv1.Probe](raw)
	case "Secret":
		var one *corev1.Secret
		one, err = decode[corev1.Secret](raw)
		o.named = append(o.named, one)
	case "ConfigMap":
		var one *corev1.ConfigMap
		one, err = decode[corev1.ConfigMap](raw)
		o.named = append(o.named, one)
	default:
		err = errors.New("of a kind that is not read")
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w", about.Kind, key, err)
	}
	return nil
}

func (o *objects) store() *assets.StoreBuilder {
	return assets.NewTestStoreBuilder(o.named...)
}

func (o *objects) prometheusConfig(ctx context.Context, one *monitoringv1.Prometheus) ([]byte, error) {
	store := o.store()
	podMonitors, probes := o.podMonitors, o.probes
	// As the operator: what no selector names is nobody's.
	if one.Spec.PodMonitorSelector == nil {
		podMonitors, probes = nil, nil
	}
	for key, monitor := range podMonitors {
		for _, endpoint := range monitor.Spec.PodMetricsEndpoints {
			if err := store.AddSafeTLSConfig(ctx, monitor.Namespace, endpoint.TLSConfig); err != nil {
				return nil, fmt.Errorf("PodMonitor %s: %w", key, err)
			}
		}
	}
	for key, probe := range probes {
		if err := probe.Spec.Targets.Validate(); err != nil {
			return nil, fmt.Errorf("Probe %s: %w", key, err)
		}
	}
	for _, remote := range one.Spec.RemoteWrite {
		if err := store.AddTLSConfig(ctx, one.Namespace, remote.TLSConfig); err != nil {
			return nil, fmt.Errorf("remoteWrite %s: %w", remote.URL, err)
		}
	}
	if one.Spec.Alerting != nil {
		for _, endpoint := range one.Spec.Alerting.Alertmanagers {
			if err := store.AddTLSConfig(ctx, one.Namespace, endpoint.TLSConfig); err != nil {
				return nil, fmt.Errorf("alerting %s: %w", endpoint.Name, err)
			}
		}
	}
	generator, err := prometheus.NewConfigGenerator(slog.Default(), one, prometheus.WithEndpointSliceSupport())
	if err != nil {
		return nil, err
	}
	return generator.GenerateServerConfiguration(one, nil, podMonitors, probes, nil, store, nil, nil, nil, []string{"rules"})
}

func (o *objects) alertmanagerConfig(ctx context.Context, one *monitoringv1.Alertmanager) ([]byte, error) {
	if one.Spec.AlertmanagerConfiguration == nil {
		return nil, errors.New("alertmanagerConfiguration is missing")
	}
	key := one.Namespace + "/" + one.Spec.AlertmanagerConfiguration.Name
	config, ok := o.configs[key]
	if !ok {
		return nil, fmt.Errorf("AlertmanagerConfig %s is missing", key)
	}
	version, err := semver.ParseTolerant(one.Spec.Version)
	if err != nil {
		return nil, err
	}
	builder := alertmanager.NewConfigBuilder(slog.Default(), version, o.store(), one)
	if err := fromConfig(builder, ctx, one.Spec.AlertmanagerConfiguration.Global, config); err != nil {
		return nil, fmt.Errorf("AlertmanagerConfig %s: %w", key, err)
	}
	return builder.MarshalJSON()
}

func run(folder string) error {
	var list []json.RawMessage
	if err := json.NewDecoder(os.Stdin).Decode(&list); err != nil {
		return err
	}
	found := &objects{
		configs:     map[string]*monitoringv1alpha1.AlertmanagerConfig{},
		podMonitors: map[string]*monitoringv1.PodMonitor{},
		probes:      map[string]*monitoringv1.Probe{},
	}
	for _, raw := range list {
		if err := found.add(raw); err != nil {
			return err
		}
	}
	ctx := context.Background()
	write := func(kind string, about metav1.ObjectMeta, content []byte, err error) error {
		if err != nil {
			return fmt.Errorf("%s %s: %w", kind, about.Name, err)
		}
		return os.WriteFile(filepath.Join(folder, kind+"-"+about.Name+".yaml"), content, 0o644)
	}
	for _, one := range found.prometheuses {
		content, err := found.prometheusConfig(ctx, one)
		if err := write("prometheus", one.ObjectMeta, content, err); err != nil {
			return err
		}
	}
	for _, one := range found.alertmanagers {
		content, err := found.alertmanagerConfig(ctx, one)
		if err := write("alertmanager", one.ObjectMeta, content, err); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: operator FOLDER < OBJECTS.json")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
